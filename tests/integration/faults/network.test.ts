import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { startLedgerTarget } from '../../support/ledger-target.ts';
import { streamTo, type TestStream } from '../../support/streaming.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const second = 16_000;
const whole = { missing: 0, inOrder: true };

function endings(stream: TestStream): (string | null | undefined)[] {
  return stream.events.filter(({ type }) => type === 'connection.ended').map(({ reason }) => reason);
}

function tries(stream: TestStream): number {
  return stream.events.filter(({ type }) => type === 'connection.opening').length;
}

/** What waits to be written lies outside of the heap. */
function bufferedBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Sockets of this process, also those that nobody remembers. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

describe('a stream through a faulty network', () => {
  it('fault 1: queues while the target refuses, says so, and sends all of it in order when it is back', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    await proxy.set({ kind: 'refuse' });
    const clock = createFastClock(20);
    const stream = streamTo(proxy.url, { clock });
    for (let seconds = 1; seconds <= 5; seconds += 1) stream.recorded(seconds * second);
    await expect.poll(() => tries(stream)).toBeGreaterThan(4);
    expect(stream.counts()).toMatchObject({ captured: 5, sent: 0, pending: 5 });
    expect(new Set(endings(stream))).toEqual(
      new Set(['Nothing answers at this address: the target is not running, or the port is wrong.']),
    );
    await proxy.set({ kind: 'none' });
    await expect.poll(() => stream.counts().delivered).toBe(5);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(5 * second)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
  });

  it('fault 3: ends a connection that is silent for 30 seconds, and loses nothing', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    const clock = createFastClock(20);
    const stream = streamTo(proxy.url, { clock });
    stream.recorded(3 * second);
    await expect.poll(() => stream.counts().delivered).toBe(3);
    await proxy.set({ kind: 'black-hole' });
    const blackMs = clock.monotonicMs();
    stream.recorded(6 * second);
    await expect.poll(() => endings(stream), { interval: 5 }).toHaveLength(1);
    // Not at the heartbeat after that; the rest is what 250 real milliseconds are on this clock.
    expect(clock.monotonicMs() - blackMs).toBeLessThan(35_000);
    expect(clock.monotonicMs() - blackMs).toBeGreaterThan(25_000);
    expect(endings(stream)).toEqual(['The target has not answered for 30 s.']);
    // What is opened into the dark ends after 10 seconds, which says that this is no heartbeat.
    await expect.poll(() => endings(stream).length).toBeGreaterThan(1);
    expect(endings(stream)[1]).toMatch(/^The target has not answered for 10 s/);
    await proxy.set({ kind: 'none' });
    await expect.poll(() => stream.counts().delivered).toBe(6);
    stream.finish();
    await stream.done;
    expect(target.balance(6 * second)).toMatchObject({ ...whole, twice: 0 });
    expect(stream.counts().retried).toBe(3);
  });

  it('fault 28: gives a connection up that does not answer within 3 seconds after a sleep, and keeps one that does', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    const clock = createFastClock(20);
    const stream = streamTo(proxy.url, { clock });
    stream.recorded(3 * second);
    await expect.poll(() => stream.counts().delivered).toBe(3);
    stream.wakeUp();
    stream.recorded(4 * second);
    await expect.poll(() => stream.counts().delivered).toBe(4);
    const provedMs = clock.monotonicMs();
    await expect.poll(() => clock.monotonicMs() - provedMs).toBeGreaterThan(4_000);
    expect(endings(stream)).toEqual([]);

    await proxy.set({ kind: 'black-hole' });
    stream.wakeUp();
    stream.recorded(6 * second);
    await expect.poll(() => endings(stream).length, { interval: 5 }).toBeGreaterThan(0);
    expect(endings(stream)[0]).toBe('The target has not answered since the computer woke up.');
    await proxy.set({ kind: 'none' });
    stream.wakeUp();
    await expect.poll(() => stream.counts().delivered).toBe(6);
    stream.finish();
    await stream.done;
    expect(target.balance(6 * second)).toMatchObject({ ...whole });
  });

  it('fault 4: sends a chunk whole again, wherever in it the connection was reset', async () => {
    // Uncompressed, a second is 43 kB: from within the upgrade request to within the fifth chunk.
    const places = Array.from({ length: 20 }, (_zero, i) => 100 + i * 10_007);
    const results = [];
    for (const afterBytes of places) {
      const target = await startLedgerTarget();
      const proxy = await startFaultyProxy({ targetPort: target.port });
      await proxy.set({ kind: 'reset', afterBytes });
      const clock = createFastClock(20);
      const stream = streamTo(proxy.url, { clock, settings: { compress: false } });
      stream.recorded(6 * second);
      await expect.poll(() => stream.counts().delivered).toBe(6);
      stream.finish();
      await stream.done;
      const { accepted } = proxy.connections();
      results.push({ afterBytes, accepted, pending: clock.pending(), ...target.balance(6 * second) });
      await proxy.stop();
    }
    for (const result of results) expect(result).toMatchObject({ ...whole, accepted: 2, pending: 0 });
  });

  it('fault 6: holds audio back on disk while the way up is slow, and its memory is flat', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    await proxy.set({ kind: 'bandwidth', bytesPerSec: 8_000 });
    const minutes = 30;
    // Cutting so much audio takes a slow machine longer than a target may take to answer: real time, but for that.
    const stream = streamTo(proxy.url, { clock: createFastClock(1), settings: { compress: false } });
    stream.recorded(minutes * 60 * second);
    const before = bufferedBytes();
    await expect.poll(() => target.entries.length).toBe(1);
    // The system's own socket buffers take some; what does not fit into them stays on disk.
    await expect.poll(() => stream.counts().captured).toBe(minutes * 60);
    expect(stream.counts().sent).toBeLessThan((minutes * 60) / 2);
    await expect.poll(() => bufferedBytes() - before).toBeLessThan(4 * 1_048_576);
    expect(endings(stream)).toEqual([]);
  });

  it('fault 7: takes 5 seconds of latency with jitter for slowness, not for silence', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    const clock = createFastClock(20);
    await proxy.set({ kind: 'latency', minMs: clock.realMs(3_000), maxMs: clock.realMs(5_000) });
    const stream = streamTo(proxy.url, { clock });
    const beganMs = clock.monotonicMs();
    for (let seconds = 1; clock.monotonicMs() - beganMs < 100_000; seconds += 1) {
      stream.recorded(seconds * second);
      await new Promise<void>((resolve) => void clock.after(1_000, resolve));
    }
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(endings(stream)).toEqual([]);
    expect(stream.counts().captured).toBeGreaterThan(50);
    const samples = stream.counts().captured * second;
    expect(target.balance(samples)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
  });

  it('fault 8: works when the network carries one byte at a time', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    await proxy.set({ kind: 'slice' });
    // Some ten thousand turns of the event loop, which take a busy machine longer than a target may be silent: no time passes.
    const stream = streamTo(proxy.url, { clock: createFakeClock(), settings: { chunkSec: 0.5 } });
    stream.recorded(second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.entries).toHaveLength(2);
    expect(target.balance(second)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
    expect(endings(stream)).toEqual([]);
  });

  it('fault 9: makes no storm of a target that flaps, and leaves no socket or timer behind', async () => {
    const target = await startLedgerTarget();
    const proxy = await startFaultyProxy({ targetPort: target.port });
    const clock = createFastClock(100);
    const socketsBefore = openSockets();
    const stream = streamTo(proxy.url, { clock, absentAfterFinishMs: 600_000 });
    // Every 2 seconds for 10 minutes.
    await proxy.set({ kind: 'flapping', upMs: clock.realMs(2_000), downMs: clock.realMs(2_000) });
    const beganMs = clock.monotonicMs();
    let seconds = 0;
    while (clock.monotonicMs() - beganMs < 600_000) {
      seconds += 1;
      stream.recorded(seconds * second);
      await new Promise<void>((resolve) => void clock.after(5_000, resolve));
    }
    // 30 s at most between tries and half of it on average: 40 tries, and a few at the start.
    expect(tries(stream)).toBeGreaterThan(10);
    expect(tries(stream)).toBeLessThan(100);
    await proxy.set({ kind: 'none' });
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(seconds * second)).toMatchObject(whole);
    expect(clock.pending()).toBe(0);
    // One of an earlier test may have been open still when this one began.
    await expect.poll(openSockets).toBeLessThanOrEqual(socketsBefore);
  });

  it('fault 12: keeps trying when the name is unknown, and says that it is the name', async () => {
    const clock = createFastClock(20);
    const stream = streamTo('ws://scrumbot.invalid/ws', { clock });
    stream.recorded(2 * second);
    await expect.poll(() => endings(stream).length).toBeGreaterThanOrEqual(1);
    expect(endings(stream)[0]).toMatch(
      /^(Can't find host|Host names can't be looked up right now|The target has not answered for 10)/,
    );
    await expect.poll(() => stream.connection().phase).toBe('waiting');
    expect(stream.counts()).toMatchObject({ sent: 0, pending: 2 });
  });

  it('fault 12: reaches a target that has an IPv6 address only', async () => {
    const target = await startLedgerTarget({}, { host: '::1' });
    expect(target.url).toContain('[::1]');
    const stream = streamTo(target.url);
    stream.recorded(2 * second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(2 * second)).toEqual({ ...whole, twice: 0, repeatedChunks: 0 });
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { createFastClock } from '../../support/fast-clock.ts';
import { startLedgerTarget } from '../../support/ledger-target.ts';
import { say, startScriptedTarget } from '../../support/scripted-target.ts';
import { streamTo, type TestStream } from '../../support/streaming.ts';

const second = 16_000;

function endings(stream: TestStream): (string | null | undefined)[] {
  return stream.events.filter(({ type }) => type === 'connection.ended').map(({ reason }) => reason);
}

describe('a stream to a target that misbehaves', () => {
  it('fault 5: sends again, as a retry, what the target got but never confirmed', async () => {
    const target = await startLedgerTarget({ isWithoutPong: true });
    const clock = createFastClock(20);
    const stream = streamTo(target.url, { clock });
    stream.recorded(2 * second);
    await expect.poll(() => target.entries.length).toBe(2);
    expect(stream.counts()).toMatchObject({ delivered: 0, retried: 0, pending: 2 });
    await expect.poll(() => target.entries.length).toBe(4);
    expect(endings(stream)).toEqual(['The target has not answered for 30 s.']);
    // The pings that follow the chunks are lost; the next heartbeat makes up for them.
    target.misbehave({});
    await expect.poll(() => stream.counts().delivered).toBe(2);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(stream.counts()).toMatchObject({ captured: 2, sent: 2, retried: 2, pending: 0 });
    expect(target.balance(2 * second)).toEqual({
      missing: 0,
      twice: 2 * second,
      repeatedChunks: 2,
      inOrder: true,
    });
    const again = stream.frames.filter(({ direction, reason }) => direction === 'out' && reason !== null);
    expect(again.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringMatching(/^Sent again/)));
  });

  it('fault 5: calls what it sent unconfirmed to a target that talks on and answers no ping, and ends', async () => {
    const target = await startLedgerTarget({ isWithoutPong: true });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(second);
    const talking = setInterval(() => {
      for (const socket of target.connections) say(socket, { type: 'PROCESSING_STATUS' });
    }, 100);
    onTestFinished(() => clearInterval(talking));
    await expect.poll(() => stream.counts().unconfirmed).toBe(1);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(stream.counts()).toMatchObject({ sent: 1, delivered: 0, unconfirmed: 1, retried: 0, pending: 0 });
    expect(target.balance(second)).toMatchObject({ missing: 0, twice: 0 });
    expect(stream.events).toContainEqual(
      expect.objectContaining({
        type: 'receipt.note',
        reason: expect.stringContaining('does not answer pings') as string,
      }),
    );
  });

  it('fault 5: calls nothing delivered by pongs that answer no ping of ours', async () => {
    const target = await startLedgerTarget({ isWithoutPong: true });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(second);
    const ponging = setInterval(() => {
      for (const socket of target.connections) socket.pong('ours');
    }, 100);
    onTestFinished(() => clearInterval(ponging));
    await expect.poll(() => stream.counts().unconfirmed).toBe(1);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(stream.counts()).toMatchObject({ sent: 1, delivered: 0, unconfirmed: 1, retried: 0, pending: 0 });
  });

  it('ends after three tries with a target that breaks off each time it is asked to end the meeting', async () => {
    const ends: string[] = [];
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.eventType !== 'meeting_ended') return;
        ends.push(message.eventType);
        socket.terminate();
      },
    });
    const stream = streamTo(target.url, {
      clock: createFastClock(20),
      absentAfterFinishMs: Number.POSITIVE_INFINITY,
    });
    stream.recorded(second);
    stream.finish();
    await expect(stream.done).resolves.toMatchObject({
      complete: false,
      sentence: expect.stringContaining('in 3 tries') as string,
    });
    expect(ends).toHaveLength(3);
    expect(stream.counts()).toMatchObject({ sent: 1, delivered: 1, pending: 0 });
  });

  it.each([1000, 1001, 1006, 1011, 1012, 1013])(
    'fault 13: connects again after close code %d, says what it means, and loses nothing',
    async (code) => {
      const target = await startLedgerTarget({ close: { afterChunks: 2, code, times: 2 } });
      const clock = createFastClock(20);
      const stream = streamTo(target.url, { clock });
      stream.recorded(6 * second);
      await expect.poll(() => stream.counts().delivered).toBe(6);
      stream.finish();
      await expect(stream.done).resolves.toEqual({ complete: true });
      expect(endings(stream)).toHaveLength(2);
      for (const sentence of endings(stream)) expect(sentence).toContain(`(code ${code})`);
      expect(target.balance(6 * second)).toMatchObject({ missing: 0, inOrder: true });
      expect(clock.pending()).toBe(0);
    },
  );

  it('fault 13: stops after close code 1008 and says why, with what is not delivered kept', async () => {
    const target = await startLedgerTarget({ close: { afterChunks: 2, code: 1008, times: 1 } });
    const clock = createFastClock(20);
    const stream = streamTo(target.url, { clock });
    stream.recorded(6 * second);
    const sentence = 'The target refused our messages (policy) (code 1008).';
    await expect.poll(() => stream.connection()).toMatchObject({ phase: 'stopped', sentence });
    stream.finish();
    await expect(stream.done).resolves.toMatchObject({ complete: false, sentence });
    expect(target.connections).toHaveLength(1);
    const { captured, delivered, pending } = stream.counts();
    expect(captured).toBe(6);
    expect(pending).toBe(6 - delivered);
    expect(pending).toBeGreaterThanOrEqual(4);
  });

  it('fault 13: sends smaller messages after close code 1009', async () => {
    const target = await startLedgerTarget({ close: { afterChunks: 1, code: 1009, times: 3 } });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(2 * second);
    await expect.poll(() => stream.counts().delivered).toBe(2);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    const firstOfEach = target.connections.map((_socket, connection) =>
      target.entries.find((entry) => entry.connection === connection),
    );
    expect(firstOfEach.map((entry) => entry?.sampleCount)).toEqual([16_000, 8_000, 4_000, 2_000]);
    expect(target.balance(2 * second).missing).toBe(0);
  });

  it('fault 14: sends no audio to a target that never answers HANDSHAKE, and tries again after 10 s', async () => {
    const target = await startLedgerTarget({ isMute: true });
    const clock = createFastClock(20);
    const stream = streamTo(target.url, { clock });
    stream.recorded(3 * second);
    await expect.poll(() => target.received.length).toBe(1);
    const shookMs = clock.monotonicMs();
    await expect.poll(() => endings(stream), { interval: 5 }).toHaveLength(1);
    expect(clock.monotonicMs() - shookMs).toBeGreaterThan(8_000);
    expect(clock.monotonicMs() - shookMs).toBeLessThan(15_000);
    await expect.poll(() => target.connections.length).toBe(2);
    expect(endings(stream)[0]).toMatch(/^The target did not answer our HANDSHAKE within 10 s/);
    expect(new Set(target.received.map(({ type }) => type))).toEqual(new Set(['HANDSHAKE']));
    target.misbehave({});
    await expect.poll(() => stream.counts().delivered).toBe(3);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(3 * second)).toEqual({ missing: 0, twice: 0, repeatedChunks: 0, inOrder: true });
  });
});

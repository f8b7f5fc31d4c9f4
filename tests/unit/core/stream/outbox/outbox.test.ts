import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from '../../../../../src/main/core/stream/outbox/outbox.ts';
import type { ChunkState } from '../../../../../src/main/core/stream/outbox/outbox-store.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock.ts';

const never = new AbortController().signal;

type Stored = { firstSample: number; sampleCount: number; crc: number; state: ChunkState };

function setUp(): {
  outbox: Outbox;
  stored: Stored[];
  clock: FakeClock;
  fail: (times: number) => void;
  problems: unknown[];
} {
  const stored: Stored[] = [];
  const problems: unknown[] = [];
  const clock = createFakeClock();
  let failures = 0;
  const outbox = createOutbox({
    key: { sessionId: 's', target: 't', track: 'system' },
    chunkSec: 1,
    detector: null,
    onSent: () => undefined,
    onLeftOut: () => undefined,
    read: (firstSample, count) =>
      Promise.resolve(Int16Array.from({ length: count }, (_zero, i) => (firstSample + i) % 30_000)),
    firstSample: 0,
    undelivered: [],
    saveChunks(_key, changes) {
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('disk full'));
      }
      for (const change of changes) {
        const chunk = stored.find(({ firstSample }) => firstSample === change.firstSample);
        if (change.kind === 'cut') stored.push({ ...change, state: 'queued' });
        else if (chunk !== undefined) chunk.state = change.state;
      }
      return Promise.resolve();
    },
    clock,
    onProblem: (error) => problems.push(error),
  });
  return {
    outbox,
    stored,
    clock,
    problems,
    fail: (times) => {
      failures = times;
    },
  };
}

async function takeAll(outbox: Outbox): Promise<number[]> {
  const firstSamples: number[] = [];
  for (;;) {
    const chunk = await outbox.next(never);
    if (chunk === null || chunk === 'nothing') return firstSamples;
    outbox.sent(chunk);
    firstSamples.push(chunk.firstSample);
  }
}

describe('outbox', () => {
  it('cuts any growth of the recording into whole chunks and a rest, covering every sample once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40_000), { maxLength: 20 }), async (steps) => {
        const { outbox, stored } = setUp();
        let samples = 0;
        for (const step of steps) outbox.recorded((samples += step));
        outbox.finish();
        await takeAll(outbox);
        await outbox.close();
        let next = 0;
        for (const chunk of stored) {
          expect(chunk.firstSample).toBe(next);
          next += chunk.sampleCount;
        }
        expect(next).toBe(samples);
        expect(stored.slice(0, -1).every((chunk) => chunk.sampleCount === 16_000)).toBe(true);
      }),
    );
  });

  it('refers to the audio by its checksum', async () => {
    const { outbox, stored } = setUp();
    outbox.recorded(16_000);
    await outbox.next(never);
    await outbox.close();
    const pcm = Int16Array.from({ length: 16_000 }, (_zero, i) => i % 30_000);
    expect(stored[0]?.crc).toBe(crc32(Buffer.from(pcm.buffer)));
  });

  it('calls a chunk delivered only when the barrier behind it was answered', async () => {
    const { outbox, stored } = setUp();
    outbox.recorded(48_000);
    outbox.finish();
    await takeAll(outbox);
    expect(outbox.counts()).toMatchObject({ captured: 3, sent: 3, delivered: 0, pending: 3 });
    outbox.deliveredUpTo(16_000);
    await outbox.close();
    expect(outbox.counts()).toMatchObject({ delivered: 2, pending: 1 });
    expect(stored.map((chunk) => chunk.state)).toEqual(['delivered', 'delivered', 'sent']);
  });

  it('sends again in order what was not delivered, before anything newer, and counts it as retried', async () => {
    const { outbox } = setUp();
    outbox.recorded(48_000);
    for (let i = 0; i < 2; i += 1) {
      const chunk = await outbox.next(never);
      if (chunk !== null && chunk !== 'nothing') outbox.sent(chunk);
    }
    outbox.deliveredUpTo(0);
    outbox.requeueUndelivered();
    outbox.finish();
    expect(await takeAll(outbox)).toEqual([16_000, 32_000]);
    expect(outbox.counts()).toMatchObject({ sent: 3, retried: 1 });
  });

  it('waits for audio, and stops waiting when the connection ends', async () => {
    const { outbox } = setUp();
    const ended = new AbortController();
    const next = outbox.next(ended.signal);
    ended.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
  });

  it('sends on while the database cannot be written, and writes everything in order when it can again', async () => {
    const { outbox, stored, clock, fail, problems } = setUp();
    fail(2);
    outbox.recorded(32_000);
    outbox.finish();
    expect(await takeAll(outbox)).toEqual([0, 16_000]);
    await clock.advance(3_000);
    await outbox.close();
    expect(problems).toHaveLength(2);
    expect(stored.map(({ firstSample, state }) => [firstSample, state])).toEqual([
      [0, 'sent'],
      [16_000, 'sent'],
    ]);
  });

  it('leaves no timer behind when it is closed while the disk is full', async () => {
    const { outbox, clock, fail } = setUp();
    fail(Number.POSITIVE_INFINITY);
    outbox.recorded(16_000);
    await clock.advance(1_500);
    await outbox.close();
    expect(clock.pending()).toBe(0);
  });
});

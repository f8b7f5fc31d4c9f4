import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileSource } from '../../../../../src/main/core/capture/files/file-source.ts';
import type { AudioSource } from '../../../../../src/main/core/ports/ports.ts';
import type { Frame } from '../../../../../src/shared/sound/audio.ts';
import { counterSamples, writeCounterWav } from '../../../../support/counter-wav.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { buildWav, bytesOf } from '../../../../support/wav.ts';
import { sine } from '../../../../support/tones.ts';

async function openCounter(
  seconds: number,
  speed: number | 'max',
): Promise<{ source: AudioSource; samples: Int16Array; clock: FakeClock }> {
  const path = join(await makeTemporaryFolder(), 'counter.wav');
  const samples = await writeCounterWav(path, seconds);
  const clock = createFakeClock();
  return { source: await openFileSource(path, { speed, clock, environment: {} }), samples, clock };
}

/** Takes frames as they come, and notes when. */
function collect(source: AudioSource, clock: FakeClock, signal = new AbortController().signal) {
  const frames: (Frame & { atMs: number })[] = [];
  let isDone = false;
  const done = (async () => {
    for await (const frame of source.frames(signal)) frames.push({ ...frame, atMs: clock.monotonicMs() });
    isDone = true;
  })();
  return { frames, done, isDone: () => isDone };
}

/** Lets time pass in small steps; the file is read for real in between. */
async function run(clock: FakeClock, until: () => boolean, stepMs = 10): Promise<void> {
  while (!until()) {
    // Time stands still until somebody waits for it.
    if (clock.pending() > 0) await clock.advance(stepMs);
    else await new Promise((resolve) => setImmediate(resolve));
  }
}

function join16(frames: readonly Frame[]): Int16Array {
  return Int16Array.from(frames.flatMap(({ pcm }) => [...pcm]));
}

describe('a file as a source', () => {
  it('gives 16 kHz mono bit by bit, counted without a hole', async () => {
    const { source, samples, clock } = await openCounter(2.517, 'max');
    expect(source).toMatchObject({
      source: 'system',
      description: 'counter.wav',
      expectedSamples: samples.length,
    });
    const { frames, done } = collect(source, clock);
    await done;
    expect(join16(frames)).toEqual(samples);
    let next = 0;
    for (const { firstSample, pcm } of frames) {
      expect(firstSample).toBe(next);
      expect(pcm.length).toBeLessThanOrEqual(1_600);
      next += pcm.length;
    }
    expect(clock.monotonicMs()).toBe(0);
  });

  it('gives as many samples as it promised from another rate and form', async () => {
    const path = join(await makeTemporaryFolder(), 'tone.wav');
    const tone = sine({ hz: 440, seconds: 1.2345, rateHz: 44_100 });
    await writeFile(path, buildWav({ rateHz: 44_100, bits: 32, kind: 'float', data: bytesOf(tone) }));
    const clock = createFakeClock();
    const source = await openFileSource(path, { speed: 'max', clock, environment: {} });
    const { frames, done } = collect(source, clock);
    await done;
    expect(source.expectedSamples).toBe(19_752);
    expect(join16(frames)).toHaveLength(19_752);
    for (const { pcm } of frames) expect(pcm.length).toBeLessThanOrEqual(1_602);
  });

  it.each([
    [1, 3_000],
    [2, 1_500],
    [0.5, 6_000],
  ])('at speed %d takes 3 s in %i ms, each frame when its last sample is due', async (speed, endMs) => {
    const { source, samples, clock } = await openCounter(3, speed);
    const { frames, done, isDone } = collect(source, clock);
    await run(clock, isDone);
    await done;
    expect(join16(frames)).toEqual(samples);
    expect(frames).toHaveLength(60);
    for (const { firstSample, pcm, atMs } of frames) {
      expect(atMs).toBeCloseTo((firstSample + pcm.length) / 16 / speed, 6);
    }
    expect(clock.monotonicMs()).toBeLessThanOrEqual(endMs + 10);
  });

  it('catches up with a consumer that was slow, so that no delay adds up', async () => {
    const { source, clock } = await openCounter(2, 1);
    const arrivals: number[] = [];
    let isDone = false;
    const taking = (async () => {
      for await (const frame of source.frames(new AbortController().signal)) {
        arrivals.push(clock.monotonicMs());
        // Two frames' time.
        if (frame.firstSample === 0) await new Promise<void>((resolve) => void clock.after(100, resolve));
      }
      isDone = true;
    })();
    await run(clock, () => isDone);
    await taking;
    expect(arrivals.slice(0, 4)).toEqual([50, 150, 150, 200]);
    expect(arrivals.at(-1)).toBeCloseTo(2_000, 6);
  });

  it('ends at once on abort and leaves no timer behind', async () => {
    const { source, clock } = await openCounter(60, 1);
    const abort = new AbortController();
    const { frames, done } = collect(source, clock, abort.signal);
    await run(clock, () => frames.length === 3);
    await run(clock, () => clock.pending() === 1, 0);
    abort.abort();
    await done;
    expect(frames).toHaveLength(3);
    expect(clock.pending()).toBe(0);
    expect(clock.monotonicMs()).toBeLessThanOrEqual(160);
  });

  it('gives nothing when it was aborted beforehand', async () => {
    const { source, clock } = await openCounter(1, 'max');
    const { frames, done } = collect(source, clock, AbortSignal.abort());
    await done;
    expect(frames).toEqual([]);
  });

  it('is refused before anything is recorded when it cannot be read', async () => {
    const path = join(await makeTemporaryFolder(), 'none.wav');
    const options = { speed: 1, clock: createFakeClock(), environment: {} } as const;
    await expect(openFileSource(path, options)).rejects.toMatchObject({ code: 'not-found' });
    await writeFile(path, bytesOf(counterSamples(100)));
    await expect(openFileSource(path, options)).rejects.toMatchObject({ code: 'bad-input' });
  });
});

import { describe, expect, it } from 'vitest';
import { watchSource } from '../../../../../src/main/core/capture/watch/watched-source.ts';
import { createVarispeed } from '../../../../../src/main/core/capture/frames/varispeed.ts';
import { createClockDrift } from '../../../../../src/main/core/capture/frames/clock-drift.ts';
import { captureInMemory, createLiveSource, createMachineClock } from '../../../../support/live-source.ts';

const perMs = 16;

describe('a source whose clock is off', () => {
  it.each([
    ['1 % fast', 1.01, 1, 'fast'],
    ['1 % slow', 0.99, 1, 'slow'],
    ['0.1 % fast', 1.001, 0.1, 'fast'],
  ] as const)(
    'and %s is kept in time to 50 ms and told once, without a gap',
    async (_what, speed, percent, word) => {
      const clock = createMachineClock();
      const live = createLiveSource(clock);
      live.runAt(speed);
      const source = await watchSource(live.open, { clock, sinceBootMs: clock.sinceBootMs });
      const track = captureInMemory(source);
      await clock.pass(240_000);
      expect(Math.abs(track.samples() / perMs - clock.monotonicMs())).toBeLessThan(50);
      expect(track.gaps).toEqual([]);
      expect(track.types()).toEqual(['drift']);
      const [, told = '', how] = /runs ([\d.]+) % (fast|slow)/.exec(track.changes[0]?.reason ?? '') ?? [];
      expect(how).toBe(word);
      expect(Number(told) / percent).toBeGreaterThan(0.8);
      expect(Number(told) / percent).toBeLessThan(1.2);
      track.stop();
      await track.done;
    },
  );
});

describe('a source that counts wrongly and gives hours of sound within minutes', () => {
  it('makes no track that is longer than the time by more than it may be ahead, is told, and is captured again', async () => {
    const clock = createMachineClock();
    const live = createLiveSource(clock);
    const source = await watchSource(live.open, { clock, sinceBootMs: clock.sinceBootMs });
    const track = captureInMemory(source);
    await clock.pass(2_000);
    live.runAt(20);
    await clock.pass(5_000);
    expect(track.samples() / perMs - clock.monotonicMs()).toBeLessThan(12_000);
    expect(track.changes[0]?.reason).toContain('More audio arrived than time has passed');
    live.runAt(1);
    await clock.pass(15_000);
    expect(track.samples() / perMs - clock.monotonicMs()).toBeLessThan(12_000);
    expect(track.types().at(-1)).toBe('restarted');
    track.stop();
    await track.done;
  });
});

/** A device from its frames' lateness alone, so that hours take no time; `held` is what the machine holds each frame up by. */
function follow({ speed, sec, held }: { speed: number; sec: number; held: (second: number) => number }) {
  const drift = createClockDrift();
  let [heard, worst, ratio] = [0, 0, 1];
  const frameSec = 0.05;
  for (let n = 1; n * frameSec <= sec; n += 1) {
    const atSec = n * frameSec;
    // Of the frame that comes now, whose samples are not heard yet.
    const late = (atSec - frameSec) * 16_000 - heard;
    ratio = drift.see(late + held(atSec), atSec * 1_000);
    heard += frameSec * 16_000 * speed * ratio;
    if (atSec > 60) worst = Math.max(worst, Math.abs(late));
  }
  return { worstMs: worst / perMs, ratio, found: drift.found() };
}

describe('following a clock for an hour', () => {
  it.each([1.01, 0.99, 1.02, 1.001, 0.9999])('at %d times ours stays within 50 ms', (speed) => {
    const { worstMs, found } = follow({ speed, sec: 3_600, held: () => 0 });
    expect(worstMs).toBeLessThan(50);
    if (Math.abs(speed - 1) >= 0.001) expect(found).toBeCloseTo(speed - 1, 3);
  });

  it('does so where frames are held up at random', () => {
    let state = 1;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const { worstMs } = follow({ speed: 1.01, sec: 3_600, held: () => random() * 1_600 });
    expect(worstMs).toBeLessThan(50);
  });

  it('touches nothing of a source that keeps time, also where the machine stalls for seconds', () => {
    const held = (sec: number): number => (sec % 60 < 4 ? 1_600 : 100);
    expect(follow({ speed: 1, sec: 3_600, held })).toMatchObject({ ratio: 1, found: null });
  });
});

describe('more or less of the samples', () => {
  it.each([0.99, 0.999, 1.0001, 1.01])(
    'at %d of them a tone is the same tone, however it is cut',
    (ratio) => {
      const hz = 1_000;
      const tone = (length: number, rate: number): Float64Array =>
        Float64Array.from({ length }, (_zero, i) => 12_000 * Math.sin((2 * Math.PI * hz * i) / rate));
      const pcm = Int16Array.from(tone(16_000, 16_000), Math.round);
      const [whole, cut] = [createVarispeed(), createVarispeed()];
      const made = whole(pcm, ratio);
      const parts: number[] = [];
      for (let at = 0; at < pcm.length; at += 777) parts.push(...cut(pcm.subarray(at, at + 777), ratio));
      expect(parts).toEqual([...made]);
      expect(Math.abs(made.length - 16_000 * ratio)).toBeLessThan(12);
      const wanted = tone(made.length, 16_000 * ratio);
      let worst = 0;
      for (let i = 100; i < made.length - 100; i += 1)
        worst = Math.max(worst, Math.abs((made[i] ?? 0) - (wanted[i] ?? 0)));
      expect(worst).toBeLessThan(60);
    },
  );
});

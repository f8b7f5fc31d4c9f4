import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceLost } from '../../../../../src/main/core/capture/watch/source-lost.ts';
import { watchSource } from '../../../../../src/main/core/capture/watch/watched-source.ts';
import type { AudioSource } from '../../../../../src/main/core/ports/ports.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import {
  captureInMemory,
  createLiveSource,
  createMachineClock,
  frameMs,
} from '../../../../support/live-source.ts';

const perMs = 16;
const hourMs = 3_600_000;

async function start(open?: (source: AudioSource) => AudioSource) {
  const clock = createMachineClock();
  const live = createLiveSource(clock);
  const source = await watchSource(
    async () => {
      const opened = await live.open();
      return open === undefined ? opened : open(opened);
    },
    { clock, sinceBootMs: clock.sinceBootMs },
  );
  const track = captureInMemory(source);
  return { clock, live, track };
}

describe('a live source that is watched', () => {
  it('is passed on as it is while nothing is wrong', async () => {
    const { clock, live, track } = await start();
    await clock.pass(60_000);
    expect(track.samples()).toBe(60_000 * perMs);
    expect(track.gaps).toEqual([]);
    expect(track.changes).toEqual([]);
    track.stop();
    await track.done;
    expect(live.opened()).toBe(1);
    expect(clock.pending()).toBe(0);
  });

  it.each([
    ['hangs', 'hang', 'no-frames', 2_000],
    ['exits', 'exit', 'helper-exited', 0],
    ['ends', 'end', 'source-ended', 0],
  ] as const)(
    'that %s is opened again, with a gap of exactly the time it was away',
    async (_what, behaviour, reason, noticedMs) => {
      const { clock, live, track } = await start();
      await clock.pass(5_000);
      live.behave(behaviour);
      await clock.pass(noticedMs + frameMs);
      expect(track.types()).toEqual(noticedMs === 0 ? ['restarting'] : track.types());
      live.behave('sound');
      await clock.pass(5_000);
      expect(track.types()).toEqual(['restarting', 'restarted']);
      expect(track.changes[0]).toMatchObject({ fields: { cause: reason, attempt: 1 } });
      expect(track.gaps).toEqual([{ firstSample: 5_000 * perMs, sampleCount: track.zeros(), reason }]);
      const passedMs = 5_000 + noticedMs + frameMs + 5_000;
      expect(track.samples()).toBe(passedMs * perMs);
      track.stop();
      await track.done;
      expect(live.running()).toBe(0);
      expect(clock.pending()).toBe(0);
    },
  );

  it('is tried again in growing steps up to 30 s, as long as it takes, its track as long as the time', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    live.behave('exit');
    const triedAtMs: number[] = [];
    for (let opened = 1; opened < 11;) {
      await clock.pass(frameMs);
      if (live.opened() > opened) triedAtMs.push(clock.monotonicMs());
      opened = live.opened();
    }
    const pauses = triedAtMs.map((atMs, i) => atMs - (triedAtMs[i - 1] ?? 1_050));
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    await clock.pass(300_000);
    // The other track of a session is held up by no more than a second or two.
    expect(clock.monotonicMs() - track.samples() / perMs).toBeLessThanOrEqual(2_050);
    live.behave('sound');
    await clock.pass(35_000);
    expect(track.types().at(-1)).toBe('restarted');
    expect(track.gaps).toEqual([
      { firstSample: 1_000 * perMs, sampleCount: track.zeros(), reason: 'helper-exited' },
    ]);
    expect(track.samples()).toBe(clock.monotonicMs() * perMs);
    track.stop();
    await track.done;
    expect(clock.pending()).toBe(0);
  });

  it('is tried at once when there is a sign of it', async () => {
    const clock = createMachineClock();
    const live = createLiveSource(clock);
    const signs: (() => void)[] = [];
    const source = await watchSource(() => live.open(), {
      clock,
      sinceBootMs: clock.sinceBootMs,
      waitForSign: (signal) =>
        new Promise((resolve) => {
          signs.push(resolve);
          signal.addEventListener('abort', () => resolve());
        }),
    });
    const track = captureInMemory(source);
    await clock.pass(1_000);
    live.behave('exit');
    await clock.pass(120_000);
    live.behave('sound');
    for (const sign of signs) sign();
    await clock.pass(1_000);
    expect(track.types().at(-1)).toBe('restarted');
    track.stop();
    await track.done;
    expect(clock.pending()).toBe(0);
  });

  it('is tried at once again after 2 s of health, and not before', async () => {
    const { clock, live, track } = await start();
    async function fail(): Promise<void> {
      live.behave('end');
      await clock.pass(frameMs);
      live.behave('sound');
    }
    await fail();
    await clock.pass(1_000);
    await fail();
    await clock.pass(3_000);
    await fail();
    await clock.pass(3_000);
    expect(track.changes.map(({ fields }) => fields.attempt)).toEqual([1, 1, 2, 2, 1, 1]);
    track.stop();
    await track.done;
  });

  it('says what the system says about its zeros, as soon as there are two seconds of them', async () => {
    const clock = createMachineClock();
    const live = createLiveSource(clock);
    const source = await watchSource(
      async () => ({ ...(await live.open()), explainSilence: () => Promise.resolve('The output is muted') }),
      { clock, sinceBootMs: clock.sinceBootMs },
    );
    const track = captureInMemory(source);
    live.behave('zeros');
    await clock.pass(2_000);
    expect(track.changes).toMatchObject([
      { type: 'zeros-warning', fields: { cause: 'The output is muted' } },
    ]);
    await clock.pass(60_000);
    expect(track.types()).toEqual(['zeros-warning']);
    track.stop();
    await track.done;
  });

  it('does not keep Stop waiting while a person is asked for a permission', async () => {
    const { clock, live, track } = await start();
    live.hold();
    live.behave('end');
    await clock.pass(5_000);
    track.stop();
    await track.done;
    expect(track.samples()).toBe(5_000 * perMs);
  });

  it('fails at once where another try cannot help', async () => {
    const { clock, live, track } = await start();
    live.behave(new AppError('storage-failed', 'The disk is full.'));
    await clock.pass(frameMs);
    await expect(track.done).rejects.toMatchObject({ code: 'storage-failed' });
    expect(live.opened()).toBe(1);
  });

  it('may take 4 s for its first frame, and the track begins with what was missed', async () => {
    const clock = createMachineClock();
    const live = createLiveSource(clock);
    live.behave('hang');
    const source = await watchSource(live.open, { clock, sinceBootMs: clock.sinceBootMs });
    const track = captureInMemory(source);
    await clock.pass(3_900);
    live.behave('sound');
    await clock.pass(1_000);
    expect(live.opened()).toBe(1);
    expect(track.gaps).toEqual([{ firstSample: 0, sampleCount: 3_900 * perMs, reason: 'late-start' }]);
    expect(track.samples()).toBe(4_900 * perMs);
    track.stop();
    await track.done;
  });

  it('is not there again before its first frame, and its track is no longer for what it is filled with', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    live.behave('exit');
    await clock.pass(1_800);
    // Open at once, as a headset is that takes seconds for its first sound.
    live.behave('hang');
    await clock.pass(5_000);
    expect(track.types()).not.toContain('restarted');
    live.behave('sound');
    await clock.pass(20_000);
    expect(track.types().filter((type) => type === 'restarted')).toHaveLength(1);
    expect(track.samples()).toBe(clock.monotonicMs() * perMs);
    expect(track.gaps.map(({ reason }) => reason)).toEqual(['helper-exited']);
    track.stop();
    await track.done;
  });

  it('ends its track at the right length when it is stopped while the source is away', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    live.behave('hang');
    await clock.pass(2_100);
    track.stop();
    await track.done;
    expect(track.samples()).toBe(3_100 * perMs);
    expect(track.gaps).toEqual([
      { firstSample: 1_000 * perMs, sampleCount: 2_100 * perMs, reason: 'no-frames' },
    ]);
    expect(live.running()).toBe(0);
  });

  it('fault 27: records on through a clock that is set an hour ahead and back', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    clock.setWall(hourMs);
    await clock.pass(1_000);
    clock.setWall(-2 * hourMs);
    await clock.pass(1_000);
    expect(track.samples()).toBe(3_000 * perMs);
    expect(track.gaps).toEqual([]);
    expect(live.opened()).toBe(1);
    expect(track.changes).toMatchObject([
      { type: 'clock-set', fields: { byMs: hourMs } },
      { type: 'clock-set', fields: { byMs: -2 * hourMs } },
    ]);
    track.stop();
    await track.done;
  });

  it('fault 28: fills a sleep of 10 s and captures again within a second', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    clock.sleepFor(10_000);
    live.behave('hang');
    await clock.pass(frameMs);
    live.behave('sound');
    await clock.pass(950);
    expect(track.types()).toEqual(['restarting', 'restarted']);
    expect(track.samples()).toBe(12_000 * perMs);
    expect(track.gaps).toEqual([{ firstSample: 1_000 * perMs, sampleCount: track.zeros(), reason: 'sleep' }]);
    track.stop();
    await track.done;
  });

  it.each([
    ['stands still in it', 'sleepFor'],
    ['counts it', 'stallFor'],
  ] as const)(
    'fault 28: leaves a sleep of 8 h out of the track and tells its length (a monotonic clock that %s)',
    async (_what, sleep) => {
      const { clock, live, track } = await start();
      await clock.pass(1_000);
      clock[sleep](8 * hourMs);
      await clock.pass(2_000);
      expect(live.opened()).toBe(2);
      const [leftOut, filled] = track.gaps;
      expect(leftOut?.reason).toBe('sleep-left-out');
      expect(filled).toMatchObject({ reason: 'sleep', sampleCount: track.zeros() });
      expect(track.zeros()).toBeLessThan(1_000 * perMs);
      const leftOutMs = (leftOut?.sampleCount ?? 0) / perMs;
      expect(Math.abs(leftOutMs - 8 * hourMs)).toBeLessThanOrEqual(250);
      expect(track.samples() / perMs + leftOutMs).toBe(3_000 + 8 * hourMs);
      track.stop();
      await track.done;
    },
  );

  it('fault 28: takes 10 s without timers for sleep when the sound of that time does not come', async () => {
    const { clock, track } = await start();
    await clock.pass(1_000);
    clock.stallFor(10_000);
    await clock.pass(3_000);
    expect(track.types()).toEqual(['restarting', 'restarted']);
    expect(track.gaps.map(({ reason }) => reason)).toEqual(['sleep']);
    expect(track.samples()).toBe(14_000 * perMs);
    track.stop();
    await track.done;
  });

  it('fault 31: loses nothing when the process was starved for 5 s and the sound comes afterwards', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    clock.stallFor(5_000);
    live.catchUp(5_000 * perMs);
    await clock.pass(5_000);
    expect(track.samples()).toBe(11_000 * perMs);
    expect(track.gaps).toEqual([]);
    expect(live.opened()).toBe(1);
    track.stop();
    await track.done;
  });

  it('fault 29: follows another device however often it changes', async () => {
    const { clock, live, track } = await start();
    for (let change = 1; change <= 6; change += 1) {
      live.behave(new SourceLost('device-changed', 'The sound moved from speakers to headset'));
      await clock.pass(frameMs);
      live.behave('sound');
      await clock.pass(950);
    }
    expect(live.opened()).toBe(7);
    expect(track.gaps.every(({ reason }) => reason === 'device-changed')).toBe(true);
    expect(track.samples()).toBe(6_000 * perMs);
    track.stop();
    await track.done;
  });

  it('fault 30: warns of zeros once after 10 s, again after sound, and never starts again for them', async () => {
    const { clock, live, track } = await start();
    live.behave('zeros');
    await clock.pass(9_950);
    expect(track.types()).toEqual([]);
    await clock.pass(frameMs);
    expect(track.types()).toEqual(['zeros-warning']);
    await clock.pass(120_000);
    expect(track.types()).toEqual(['zeros-warning']);
    live.behave('sound');
    await clock.pass(1_000);
    live.behave('zeros');
    await clock.pass(10_000);
    expect(track.types()).toEqual(['zeros-warning', 'zeros-warning']);
    expect(live.opened()).toBe(1);
    track.stop();
    await track.done;
  });

  it('is not corrected for less than its buffers may hold back', async () => {
    const { clock, live, track } = await start();
    await clock.pass(1_000);
    live.behave('hang');
    await clock.pass(200);
    live.behave('sound');
    await clock.pass(60_000);
    expect(track.gaps).toEqual([]);
    live.behave('hang');
    await clock.pass(frameMs);
    live.behave('sound');
    await clock.pass(2_000);
    expect(track.samples()).toBe(63_250 * perMs);
    expect(track.gaps).toMatchObject([{ sampleCount: 250 * perMs, reason: 'frames-lost' }]);
    track.stop();
    await track.done;
  });

  it('puts what is missing between two frames where it is missing', async () => {
    const { clock, track } = await start((source) => ({
      ...source,
      async *frames(signal) {
        for await (const frame of source.frames(signal)) {
          const { firstSample, pcm } = frame;
          if (firstSample !== 800 * 20) yield { firstSample, pcm };
        }
      },
    }));
    await clock.pass(3_000);
    expect(track.gaps).toEqual([{ firstSample: 16_000, sampleCount: 800, reason: 'frames-lost' }]);
    expect(track.samples()).toBe(3_000 * perMs);
    track.stop();
    await track.done;
  });

  it('makes a track as long as the time that passed, whatever the outages', async () => {
    const outage = fc.record({
      kind: fc.constantFrom('hang', 'exit', 'end', 'sleep', 'stall'),
      // From just above the tolerance to what takes several tries.
      frames: fc.integer({ min: 5, max: 60 }),
      healthFrames: fc.integer({ min: 40, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(outage, { minLength: 1, maxLength: 3 }), async (outages) => {
        const { clock, live, track } = await start();
        const ended = track.done.catch(() => undefined).then(() => clock.sinceBootMs());
        await clock.pass(1_000);
        for (const { kind, frames, healthFrames } of outages) {
          if (kind === 'sleep') clock.sleepFor(2_100 + frames * 1_000);
          else if (kind === 'stall') clock.stallFor(2_500 + frames * 1_000);
          else live.behave(kind);
          await clock.pass(frames * frameMs);
          live.behave('sound');
          await clock.pass(healthFrames * frameMs);
        }
        await clock.pass(10_000);
        track.stop();
        const wholeMs = await ended;
        // The last frame may not have been whole.
        expect(Math.abs(track.samples() / perMs - wholeMs)).toBeLessThanOrEqual(frameMs);
        const inGaps = track.gaps.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
        expect(inGaps).toBe(track.zeros());
        expect(live.running()).toBe(0);
        expect(clock.pending()).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('is opened again when the host hears that the machine woke up, once for one sleep (fault 28)', async () => {
    const clock = createMachineClock();
    const live = createLiveSource(clock);
    let wake = (): void => undefined;
    const source = await watchSource(() => live.open(), {
      clock,
      sinceBootMs: clock.sinceBootMs,
      onWake(listener) {
        wake = listener;
        return () => {
          wake = () => undefined;
        };
      },
    });
    const track = captureInMemory(source);
    await clock.pass(5_000);
    wake();
    await clock.pass(5_000);
    expect(track.types()).toEqual(['restarting', 'restarted']);
    expect(track.changes[0]).toMatchObject({ fields: { cause: 'sleep', attempt: 1 } });
    expect(track.gaps).toMatchObject([{ firstSample: 5_000 * perMs, reason: 'sleep' }]);
    expect(track.samples()).toBe(10_000 * perMs);

    clock.sleepFor(60_000);
    await clock.pass(1_000);
    wake();
    await clock.pass(5_000);
    expect(track.types()).toEqual(['restarting', 'restarted', 'restarting', 'restarted']);
    track.stop();
    await track.done;
    expect(clock.pending()).toBe(0);
  });
});

import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { Clock } from '../../ports/ports.ts';

/** How often the clocks are compared at least. */
export const tickMs = 250;
// Timers are late by tens of ms, and an uptime may be told in whole seconds.
const jumpMs = 2_000;
// 10 minutes of zeros are 19 MB, on disk and perhaps on the wire; a night of them would be 920 MB.
const longestFilledMs = 600_000;

/** What the clocks did since the last tick. */
export type Tick =
  | { kind: 'steady'; awakeMs: number }
  /** The machine was asleep. */
  | { kind: 'slept'; sleptMs: number }
  /** This process did not run: it was starved, or asleep on a system whose monotonic clock counts that. */
  | { kind: 'stalled' }
  /** Somebody set the wall clock. No time was lost. */
  | { kind: 'clock-set'; byMs: number; awakeMs: number };

/** How long a track has to be by now. */
export type TrackClock = {
  /** To be called every `tickMs` at least. */
  tick(): Tick;
  /** Samples that the track should hold at this moment of the monotonic clock. */
  dueSamples(atMs: number): number;
  /** Samples of sleep that the track leaves out since the last call. */
  takeLeftOut(): number;
};

/**
 * Track time is monotonic time plus the time asleep. Linux's monotonic clock stands still in sleep, and its wall
 * clock cannot tell a sleep from a correction; the time since boot (`sinceBootMs`) counts the one and not the other.
 */
export function createTrackClock(clock: Clock, sinceBootMs: () => number): TrackClock {
  const startMs = clock.monotonicMs();
  let addedMs = 0;
  let leftOutMs = 0;
  let last = read();

  function read(): { mono: number; wall: number; boot: number } {
    return { mono: clock.monotonicMs(), wall: clock.nowMs(), boot: sinceBootMs() };
  }

  return {
    tick() {
      const now = read();
      const passedMs = now.mono - last.mono;
      const unseenMs = now.boot - last.boot - passedMs;
      const setMs = now.wall - last.wall - passedMs;
      last = now;
      if (unseenMs > jumpMs) {
        if (unseenMs > longestFilledMs) leftOutMs += unseenMs;
        else addedMs += unseenMs;
        return { kind: 'slept', sleptMs: unseenMs };
      }
      const lateMs = passedMs - tickMs;
      if (lateMs > longestFilledMs) {
        addedMs -= lateMs;
        leftOutMs += lateMs;
        return { kind: 'slept', sleptMs: lateMs };
      }
      if (lateMs > jumpMs) return { kind: 'stalled' };
      if (Math.abs(setMs) > jumpMs) return { kind: 'clock-set', byMs: setMs, awakeMs: passedMs };
      return { kind: 'steady', awakeMs: passedMs };
    },
    dueSamples: (atMs) => secToSamples((atMs - startMs + addedMs) / 1_000),
    takeLeftOut() {
      const samples = secToSamples(leftOutMs / 1_000);
      leftOutMs = 0;
      return samples;
    },
  };
}

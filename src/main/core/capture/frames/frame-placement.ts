import { secToSamples, type Frame, type GapReason } from '../../../../shared/sound/audio.ts';
import { SourceLost } from '../watch/source-lost.ts';
import { createClockDrift } from './clock-drift.ts';
import type { TrackClock } from './track-clock.ts';
import { createVarispeed, type Varispeed } from './varispeed.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// Sound servers deliver late and then catch up; less than this is their buffering, or a sound card whose clock
// is a fraction of a percent off. Zeros put in for that would cut words and tell of gaps that were none.
const toleranceSamples = secToSamples(0.2);
// How long all frames must be late by more than that before something is taken for missing, ms.
const certainAfterMs = 500;
// A clock that is 0.5 % slow, ten times worse than cards are, is late by 40 samples more after that time.
const driftSamples = secToSamples(0.02);

// Some servers make up for seconds in which nobody listened. Who is ahead of the time by more counts wrongly, and would make
// hours of sound within minutes.
const mostAheadSamples = secToSamples(10);

/** Gives every frame its place on the track's time line, so that the track is as long as the time that passed. */
export type FramePlacement = {
  /**
   * `heardMs` is the monotonic time of the frame's last sample. `lost` says why the source was away before it.
   * @throws SourceLost `sleep` when this process stood still and the sound of that time did not come afterwards,
   * `clock-drift` when more sound came than time has passed
   */
  place(frame: Frame, heardMs: number, lost: GapReason | null): Frame;
  /** This process stood still; what was heard meanwhile may come in a burst. */
  noteStall(): void;
  /** A track whose source is away: nothing, up to this moment. */
  placeNothing(untilMs: number, lost: GapReason): Frame;
  /** Parts of one by which the source's clock is fast (below zero: slow); its sound is brought to our time. */
  drift(): number | null;
};

export function createFramePlacement(clock: TrackClock): FramePlacement {
  /** Samples of the track so far. */
  let length = 0;
  let nextOfSource: number | null = null;
  let stalled = false;
  let window: { startMs: number; leastLate: number } | null = null;
  let lateBefore = 0;
  const drift = createClockDrift();
  let varispeed: Varispeed | null = null;

  function restart(): void {
    window = null;
    lateBefore = 0;
    stalled = false;
    drift.reset();
    varispeed = null;
  }

  /** Untouched while the source keeps time. */
  function inTime(pcm: Int16Array, ratio: number): Int16Array {
    if (ratio === 1 && varispeed === null) return pcm;
    varispeed ??= createVarispeed();
    return varispeed(pcm, ratio);
  }

  /** Samples that are missing for certain: what even the most punctual frame of a window was late by. */
  function missing(late: number, heardMs: number): { samples: number; reason: GapReason } | null {
    window ??= { startMs: heardMs, leastLate: late };
    window.leastLate = Math.min(window.leastLate, late);
    if (heardMs - window.startMs < certainAfterMs) return null;
    const { leastLate } = window;
    const grewSamples = leastLate - lateBefore;
    window = null;
    lateBefore = leastLate;
    if (leastLate <= toleranceSamples) {
      stalled = false;
      return null;
    }
    if (stalled) throw new SourceLost('sleep', sentence('capture.slept'));
    lateBefore = 0;
    return { samples: leastLate, reason: grewSamples <= driftSamples ? 'clock-drift' : 'frames-lost' };
  }

  function putAt(firstSample: number, pcm: Int16Array, reason: GapReason, leftOutSamples = 0): Frame {
    const hasGap = firstSample > length || leftOutSamples > 0;
    length = firstSample + pcm.length;
    return hasGap ? { firstSample, pcm, gap: { reason, leftOutSamples } } : { firstSample, pcm };
  }

  return {
    place({ firstSample, pcm: given }, heardMs, lost) {
      const isFirst = nextOfSource === null;
      const skipped = nextOfSource === null ? 0 : Math.max(0, firstSample - nextOfSource);
      // A source that ran before the track began gives what was heard before; that is not the track's.
      const early = isFirst ? Math.max(0, given.length - Math.max(0, clock.dueSamples(heardMs))) : 0;
      const pcm = given.subarray(early);
      const due = clock.dueSamples(heardMs) - pcm.length;
      if (pcm.length > 0) nextOfSource = firstSample + given.length;
      if (lost !== null) {
        restart();
        return putAt(Math.max(length, due), pcm, lost, clock.takeLeftOut());
      }
      if (isFirst) return putAt(due > toleranceSamples ? due : 0, pcm, 'late-start');
      const follows = length + skipped;
      if (follows - due > mostAheadSamples)
        throw new SourceLost('clock-drift', sentence('capture.too-much-sound'));
      const gap = missing(due - follows, heardMs);
      const ratio = drift.see(due - follows, heardMs);
      if (gap !== null || skipped > 0) drift.forgetRecent();
      return putAt(follows + (gap?.samples ?? 0), inTime(pcm, ratio), gap?.reason ?? 'frames-lost');
    },
    noteStall() {
      window = null;
      stalled = true;
      drift.forgetRecent();
    },
    drift: () => drift.found(),
    placeNothing: (untilMs, lost) =>
      putAt(Math.max(length, clock.dueSamples(untilMs)), new Int16Array(0), lost, clock.takeLeftOut()),
  };
}

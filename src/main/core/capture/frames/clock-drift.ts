import { pcmFormat, secToSamples } from '../../../../shared/sound/audio.ts';

/** Finds out by how much a source's clock is off, from how late its frames come, and says what keeps it in time. */
export type ClockDrift = {
  /**
   * `lateSamples`: by how much the track is shorter than the time that passed, when this frame comes. Answers how many
   * samples are to be made of one; 1 while the source keeps time.
   */
  see(lateSamples: number, heardMs: number): number;
  /** The track jumped: what was seen before it says nothing about now. */
  forgetRecent(): void;
  /** Another device, with another clock. */
  reset(): void;
  /** Parts of one that the source is fast (or slow, below zero); `null` until it is sure. */
  found(): number | null;
};

// Frames are held up and never early: the most punctual one of a second tells the time.
const windowMs = 1_000;
// A loaded machine holds up single seconds, not five in a row ...
const sureWindows = 5;
// ... by more than what buffers differ by. Two tracks that are 20 ms apart still sound as one.
const toleratedSamples = secToSamples(0.02);
// An error is made good within about 10 s, without swinging.
const makeGoodSec = 10;
const learnSec = 4 * makeGoodSec;
// What is off by more is no clock; the gaps of lost frames are its case.
const most = 0.03;
// A minute of following tells a clock from a jolt; less than 0.05 % is what all sound cards have.
const tellAfterWindows = 60;
const worthTelling = 0.000_5;

export function createClockDrift(): ClockDrift {
  let window: { startMs: number; least: number } | null = null;
  let baseline: { late: number; atMs: number } | null = null;
  let recent: number[] = [];
  let speed: number | null = null;
  let ratio = 1;
  let followed = 0;
  /** How late the second before was. */
  let before = 0;

  const limited = (value: number): number => Math.max(-most, Math.min(most, value));

  /** Whether it is late, or early, in each of the last seconds. */
  function isOff(): boolean {
    if (recent.length < sureWindows) return false;
    return Math.min(...recent) > toleratedSamples || Math.max(...recent) < -toleratedSamples;
  }

  function endWindow(late: number, endMs: number): void {
    if (baseline === null) {
      baseline = { late, atMs: endMs };
      before = late;
      return;
    }
    // A clock cannot do that: buffers hold more from now on, or what held up the frames is over.
    const jump = late - before;
    if (Math.abs(jump) > most * pcmFormat.sampleRateHz)
      baseline = { ...baseline, late: baseline.late + jump };
    before = late;
    const off = late - baseline.late;
    recent = [...recent, off].slice(-sureWindows);
    if (speed === null) {
      if (!isOff()) return;
      speed = limited(off / (((endMs - baseline.atMs) / 1_000) * pcmFormat.sampleRateHz));
    } else {
      followed += 1;
    }
    const sure = Math.min(...recent.slice(-3));
    const perSec = sure / pcmFormat.sampleRateHz;
    speed = limited(speed + perSec / (makeGoodSec * learnSec));
    ratio = 1 + limited(speed + perSec / makeGoodSec);
  }

  return {
    see(lateSamples, heardMs) {
      window ??= { startMs: heardMs, least: lateSamples };
      window.least = Math.min(window.least, lateSamples);
      if (heardMs - window.startMs >= windowMs) {
        const { least } = window;
        window = null;
        endWindow(least, heardMs);
      }
      return ratio;
    },
    forgetRecent() {
      window = null;
      recent = [];
    },
    reset() {
      [window, baseline, recent, speed, ratio, followed] = [null, null, [], null, 1, 0];
    },
    found: () =>
      speed !== null && followed >= tellAfterWindows && Math.abs(speed) >= worthTelling ? -speed : null,
  };
}

import { secToSamples, speechWindowSamples } from '../../../../shared/sound/audio.ts';

/** A stretch of a track, in samples from its start. */
export type Span = { firstSample: number; sampleCount: number };

export function samplesIn(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.sampleCount, 0);
}

/** What one request to an engine carries: speech, with the longer pauses between left out. */
export type Segment = {
  /** In order and apart from each other; never empty. */
  spans: Span[];
  /** So many samples at the start are the end of the segment before. */
  overlapSamples: number;
  /** Cut in the middle of speech: the next segment begins within this one. */
  continues: boolean;
  /** Samples that the detector found to be speech. */
  speechSamples: number;
};

/** Cuts one track into segments, fed with the detector's decision for each window of 20 ms. */
export type Segmenter = {
  push(isSpeech: boolean): Segment[];
  /** No more will come: the rest. */
  finish(): Segment[];
};

const windows = (sec: number): number => Math.round(secToSamples(sec) / speechWindowSamples);

// What is kept around speech. Groq bills what is uploaded: more of it costs, less of it cuts words
// (docs/performance.md has the measurements).
const leadWindows = windows(0.1);
const hangoverWindows = windows(0.1);
// A click is no word: the shortest ones last 100 ms.
const leastSpeechWindows = windows(0.1);
// A request is billed for at least 10 s, so a cut before that much speech pays for nothing.
const fullWindows = windows(10);
const longWindows = windows(25);
const hardCutWindows = windows(30);
const overlapWindows = windows(1);
// A breath between two sentences; shorter ones lie within words, too.
const pauseWindows = windows(0.3);
const shortestPauseWindows = windows(0.08);
// Words are to be sent 12 s after the first of them; the rest of that is for reading, encoding and waiting in line.
const deadlineWindows = windows(11.5);
const earliestLiveCutWindows = windows(6);
// In speech it is enough to look now and then whether the segment has become too long.
const busyWindows = windows(0.1);

/** A pause within the open segment, in windows: `from` is the first silent one, `to` the next of speech. */
type Pause = { from: number; to: number; keptBefore: number };

type Stretch = { from: number; to: number };

/**
 * Segments end in pauses: after 10 to 25 s of speech, or, where somebody waits for the words (`isLive`), at most
 * 11.5 s after their first. Speech without any pause is cut after 30 s (live: at the deadline), and the next segment
 * begins 1 s earlier, so that the word that was cut is whole in one of them.
 */
export function createSegmenter(options: {
  isLive: boolean;
  /** Where in the track the first window begins. */
  firstSample?: number;
  /** So much at the start was heard by the segment before, which was cut in speech. */
  overlapSamples?: number;
}): Segmenter {
  const origin = options.firstSample ?? 0;
  // Runs of speech of the open segment, apart from each other by silence.
  let runs: Stretch[] = [];
  let overlap = Math.round((options.overlapSamples ?? 0) / speechWindowSamples);
  let next = 0;
  // Up to here audio belongs to an earlier segment.
  let taken = 0;

  const speechCount = (list: readonly Stretch[]): number =>
    list.reduce((sum, run) => sum + run.to - run.from, 0);

  function pauses(): Pause[] {
    let keptBefore = 0;
    return runs.flatMap((run, index) => {
      // The pause that goes on now ends with the present.
      const to = runs[index + 1]?.from ?? next;
      keptBefore += run.to - run.from;
      const pause = { from: run.to, to, keptBefore };
      keptBefore += Math.min(to - run.to, leadWindows + hangoverWindows);
      return to > run.to ? [pause] : [];
    });
  }

  /** What the open segment would carry if it were sent now. */
  function keptCount(): number {
    let kept = 0;
    // Asked 50 times a second of audio: nothing is allocated for it.
    for (let i = 0; i < runs.length; i += 1) {
      const run = runs[i];
      if (run === undefined) continue;
      const pauseEnd = runs[i + 1]?.from ?? next;
      kept += run.to - run.from + Math.min(pauseEnd - run.to, leadWindows + hangoverWindows);
    }
    return kept;
  }

  function spansOf(list: readonly Stretch[], endLimit: number): Span[] {
    const kept: Stretch[] = [];
    for (const run of list) {
      const from = Math.max(taken, run.from - leadWindows);
      const to = Math.min(endLimit, run.to + hangoverWindows);
      const last = kept.at(-1);
      if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
      else kept.push({ from, to });
    }
    return kept.map(({ from, to }) => ({
      firstSample: origin + from * speechWindowSamples,
      sampleCount: (to - from) * speechWindowSamples,
    }));
  }

  function close(list: readonly Stretch[], endLimit: number, continues: boolean): Segment[] {
    const speech = speechCount(list);
    const spans = spansOf(list, endLimit);
    const overlapSamples = overlap * speechWindowSamples;
    taken = endLimit;
    overlap = 0;
    if (speech < leastSpeechWindows) return [];
    return [{ spans, overlapSamples, continues, speechSamples: speech * speechWindowSamples }];
  }

  /** Ends the segment in a pause; what was said after it begins the next one. */
  function cutAt(pause: Pause): Segment[] {
    const before = runs.filter((run) => run.to <= pause.from);
    runs = runs.filter((run) => run.from >= pause.to);
    // A short pause is shared out between the two segments, so that no sample is in both.
    const isShared = pause.to - pause.from < leadWindows + hangoverWindows && runs.length > 0;
    const limit = isShared ? Math.floor((pause.from + pause.to) / 2) : pause.from + hangoverWindows;
    return close(before, Math.min(limit, next), false);
  }

  function cutHard(): Segment[] {
    const segment = close(runs, next, true);
    const from = Math.max(runs[0]?.from ?? next, next - overlapWindows);
    overlap = segment.length === 0 ? 0 : next - from;
    taken = from;
    runs = [{ from, to: next }];
    return segment;
  }

  const longest = (list: readonly Pause[]): Pause | undefined =>
    list.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];

  function cutLive(): Segment[] {
    const first = runs[0]?.from ?? next;
    const age = next - first;
    const now = pauses().at(-1);
    const isPausing = now?.to === next;
    if (age >= fullWindows && isPausing && now.to - now.from >= pauseWindows) return cutAt(now);
    if (age < deadlineWindows) return [];
    const good = pauses().filter(
      // What was said after an earlier one would be at its own deadline soon.
      (pause) => pause.to - first >= earliestLiveCutWindows && pause.to - pause.from >= shortestPauseWindows,
    );
    const best = isPausing && now.to - now.from >= shortestPauseWindows ? now : longest(good);
    return best === undefined ? cutHard() : cutAt(best);
  }

  function cutPatiently(): Segment[] {
    const kept = keptCount();
    if (kept < fullWindows) return [];
    const pauseSoFar = next - (runs.at(-1)?.to ?? next);
    if (kept < longWindows && pauseSoFar < pauseWindows) return [];
    const all = pauses().filter((pause) => pause.keptBefore >= fullWindows);
    const now = all.at(-1);
    // The longer the segment already is, the shorter a pause will do.
    const wanted = kept >= longWindows ? shortestPauseWindows : pauseWindows;
    const isGoodNow = now?.to === next && now.to - now.from >= wanted;
    if (isGoodNow && kept >= (fullWindows + longWindows) / 2) return cutAt(now);
    if (kept < longWindows) return [];
    const best = longest(all.filter((pause) => pause.to - pause.from >= shortestPauseWindows));
    if (best !== undefined) return cutAt(best);
    return kept >= hardCutWindows ? cutHard() : [];
  }

  return {
    push(isSpeech) {
      const last = runs.at(-1);
      if (isSpeech && last?.to === next) last.to = next + 1;
      else if (isSpeech) runs.push({ from: next, to: next + 1 });
      next += 1;
      forgetClick();
      const [first] = runs;
      // Most windows are none of those at which a cut can be; asking for their pauses would cost the most of all.
      if (first === undefined || next - first.from < earliestLiveCutWindows) return [];
      if (isSpeech && next % busyWindows !== 0 && !isAtDeadline(first)) return [];
      return options.isLive ? cutLive() : cutPatiently();
    },
    finish() {
      if (runs.length === 0) return [];
      const rest = runs;
      runs = [];
      return close(rest, next, false);
    },
  };

  function isAtDeadline(first: Stretch): boolean {
    return options.isLive && next - first.from >= deadlineWindows;
  }

  /** A click that nothing followed must not start a segment's clock. */
  function forgetClick(): void {
    const [only] = runs;
    if (runs.length !== 1 || only === undefined) return;
    if (only.to - only.from < leastSpeechWindows && next - only.to >= pauseWindows && overlap === 0)
      runs = [];
  }
}

import { secToSamples } from '../../../../shared/sound/audio.ts';

/** Samples as the target received them, from its first. */
export type ReceivedRange = { from: number; to: number };

/** Which answer of a target it was: a filled buffer's, its background check's, or the end's. */
export type AnswerKind = 'full' | 'timeout' | 'final';

/**
 * What a target's one buffer must hold, by what was sent: it answers in order, once for each 3 s, so the k-th answer is
 * about the k-th 3 s.
 */
export type TargetBuffers = {
  /** A message with so many samples left. */
  sent(samples: number, atMs: number): void;
  /** Since when the buffer has been filled in part, monotonic ms; `null` while it is empty. */
  openSinceMs(): number | null;
  /** Samples that are missing until it is full. */
  missing(): number;
  /** The audio that the next answer is about; `null` when nothing was sent. */
  answered(kind: AnswerKind, atMs: number): ReceivedRange | null;
  /** The target itself named the place of an answer. */
  answeredUpTo(to: number): void;
  /** Filled buffers that no answer came for so far. */
  unanswered(): number;
  /** The target began anew: what it held is gone. */
  emptied(): void;
};

/** A ScrumBot backend transcribes as soon as it holds this much. */
export const bufferSamples = secToSamples(3);
const worthwhileSamples = secToSamples(1);
// A transcriber is not that irregular: an answer which comes this much later than its buffer explains is the next one's.
const surpriseMs = 2_000;
const rememberedWorks = 5;

type Filled = ReceivedRange & { atMs: number };

export function createTargetBuffers(): TargetBuffers {
  const filled: Filled[] = [];
  let messages: { to: number; atMs: number }[] = [];
  let works: number[] = [];
  let total = 0;
  let openFrom = 0;
  let openMs: number | null = null;
  let answeredTo = 0;
  let previousMs = Number.NEGATIVE_INFINITY;

  const usualMs = (): number | null => works.toSorted((a, b) => a - b)[works.length >> 1] ?? null;

  /** How long the target worked if this buffer is what it answers now. */
  function workOf(buffer: Filled, atMs: number, earlierMs: number): number {
    return atMs - Math.max(buffer.atMs, earlierMs);
  }

  /** Leaves out buffers that were plainly not answered: a repetition that the target keeps to itself, or lost audio. */
  function skipSilentOnes(atMs: number): void {
    const usual = usualMs();
    let earlierMs = previousMs;
    while (usual !== null && filled.length > 1) {
      const [first, second] = filled as [Filled, Filled];
      const lateMs = workOf(first, atMs, earlierMs) - usual;
      const doneMs = Math.max(first.atMs, earlierMs) + usual;
      const isSecondPossible = workOf(second, atMs, doneMs) >= usual / 2;
      if (lateMs <= Math.max(surpriseMs, usual) || !isSecondPossible) return;
      filled.shift();
      earlierMs = doneMs;
      previousMs = doneMs;
    }
  }

  function full(atMs: number): ReceivedRange | null {
    skipSilentOnes(atMs);
    const buffer = filled.shift();
    if (buffer === undefined) return null;
    works = [...works, workOf(buffer, atMs, previousMs)].slice(-rememberedWorks);
    return buffer;
  }

  /** The background check took what had arrived when it began; what comes later begins a buffer. */
  function timeout(atMs: number): ReceivedRange | null {
    if (filled.length > 0 && total - openFrom < worthwhileSamples) return full(atMs);
    const beganMs = atMs - (usualMs() ?? 0);
    const atLeast = Math.min(total, openFrom + worthwhileSamples);
    const arrived = messages.findLast((message) => message.atMs <= beganMs)?.to ?? atLeast;
    const range = { from: openFrom, to: Math.max(atLeast, Math.min(arrived, total)) };
    if (range.to <= range.from) return null;
    filled.length = 0;
    openFrom = range.to;
    openMs = openFrom < total ? atMs : null;
    return range;
  }

  function final(): ReceivedRange | null {
    const from = openFrom < total ? openFrom : answeredTo;
    filled.length = 0;
    openFrom = total;
    openMs = null;
    return from < total ? { from, to: total } : null;
  }

  return {
    sent(samples, atMs) {
      total += samples;
      openMs ??= atMs;
      messages = [...messages.slice(-30), { to: total, atMs }];
      if (total - openFrom < bufferSamples) return;
      filled.push({ from: openFrom, to: total, atMs });
      openFrom = total;
      openMs = null;
    },
    openSinceMs: () => openMs,
    missing: () => (openMs === null ? 0 : bufferSamples - (total - openFrom)),
    answered(kind, atMs) {
      const range = kind === 'final' ? final() : kind === 'timeout' ? timeout(atMs) : full(atMs);
      if (range === null) return null;
      previousMs = atMs;
      answeredTo = Math.max(answeredTo, range.to);
      return { from: range.from, to: range.to };
    },
    answeredUpTo(to) {
      answeredTo = Math.max(answeredTo, to);
      while (filled[0] !== undefined && filled[0].to <= to) filled.shift();
    },
    unanswered: () => filled.length,
    emptied() {
      filled.length = 0;
      openFrom = total;
      openMs = null;
      answeredTo = total;
    },
  };
}

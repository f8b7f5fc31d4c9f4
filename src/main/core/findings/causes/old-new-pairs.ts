import { isSameMoment } from '../../../../shared/protocol/loose-values.ts';
import { canonicalName, deprecatedNames } from '../../../../shared/protocol/names.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import { shortKey } from '../../bounded/bounded.ts';
import { canonicalJson, markOf, type FrameFacts, type FrameMark } from '../../monitor/monitor.ts';
import { answerKindOf, type AnswerKind } from './answer-kind.ts';
import type { FindingCollector } from './finding-collector.ts';

/** One message under its old and under its new name: the fault that the backend was updated for. */
export type PairRules = {
  /** True when the frame completes a pair. */
  see(frame: FrameFacts): boolean;
};

/** A message that still lacks its other name. */
type Single = { frame: FrameMark; kind: AnswerKind; data: FrameFacts['data'] | null };

const meanings = new Set(deprecatedNames.map(canonicalName));
const mostContents = 12_000;
// With the same words, on all connections together.
const mostSingles = 16;
// A server that puts more than that beside the words is known by their time alone.
const longestComparedBytes = 64 * 1024;

/**
 * The two forms have different keys and chunk ids, so they are matched by connection, meaning, words and the server's
 * time; where a time is missing or differs, all that both of them say has to agree.
 */
export function createPairRules(windowMs: number, collector: FindingCollector): PairRules {
  const singles = createRecentMap<Single[]>(mostContents);

  function see(frame: FrameFacts): boolean {
    if (!meanings.has(frame.canonical)) return false;
    const key = frame.text === null ? frame.canonical : shortKey(frame.text);
    const known = singles.get(key);
    const single: Single = {
      frame: markOf(frame),
      kind: answerKindOf(frame),
      data: frame.bytes <= longestComparedBytes ? frame.data : null,
    };
    const other = known === undefined ? undefined : bestOf(single, known);
    if (known === undefined) singles.set(key, [single]);
    if (known === undefined || other === undefined) {
      known?.push(single);
      if (known !== undefined && known.length > mostSingles) known.shift();
      return false;
    }
    known.splice(known.indexOf(other.single), 1);
    note(other.single.frame, frame, confidences[other.match]);
    return true;
  }

  function bestOf(single: Single, known: readonly Single[]): { single: Single; match: Match } | undefined {
    let best: { single: Single; match: Match } | undefined;
    // The nearest of those that match best.
    for (const other of known.toReversed()) {
      if (!couldPair(single.frame, other.frame)) continue;
      const match = matchOf(single, other);
      if (match !== null && (best === undefined || match > best.match)) best = { single: other, match };
    }
    return best;
  }

  function couldPair(now: FrameMark, then: FrameMark): boolean {
    return (
      now.isOld !== then.isOld &&
      now.connection === then.connection &&
      now.canonical === then.canonical &&
      now.scope === then.scope &&
      now.direction === then.direction &&
      now.track === then.track &&
      now.atMs - then.atMs <= windowMs
    );
  }

  function note(first: FrameMark, frame: FrameFacts, confidence: number): void {
    collector.open({
      cause: 'old-new-pair',
      events: [first, markOf(frame)],
      repeats: 1,
      bytesWasted: frame.isOld ? frame.bytes : first.bytes,
      confidence,
      circumstances: {
        names: [first.type, frame.type],
        direction: frame.direction,
        connections: [frame.connection],
        apartMs: frame.atMs - first.atMs,
        detail: null,
      },
    });
  }

  return { see };
}

/** How well two messages match: 3 by the server's time, 2 where one tells none, 1 by all else that they say. */
type Match = 1 | 2 | 3;
const confidences: Readonly<Record<Match, number>> = { 3: 0.98, 2: 0.9, 1: 0.85 };

function matchOf(now: Single, then: Single): Match | null {
  const [a, b] = [now.frame.toldTime, then.frame.toldTime];
  if (a !== '' && b !== '' && isSameMoment(a, b)) return 3;
  // A timeout and a normal result of one buffer are two answers, not one under two names.
  if (now.kind !== then.kind || !agree(now.data, then.data)) return null;
  return a === '' || b === '' ? 2 : 1;
}

// What the two forms are known to tell each in its own way.
const differing = new Set(['timestamp', 'chunkId']);

/** Whether all that both of them tell is the same; text and number may stand for each other, and `null` for anything. */
function agree(a: Single['data'], b: Single['data']): boolean {
  if (a === null || b === null) return false;
  for (const name in a) {
    if (differing.has(name) || !Object.hasOwn(b, name)) continue;
    const [left, right] = [a[name], b[name]];
    if (left === right || left === null || right === null || isSameScalar(left, right)) continue;
    if (canonicalJson(left) !== canonicalJson(right)) return false;
  }
  return true;
}

function isSameScalar(a: unknown, b: unknown): boolean {
  return isScalar(a) && isScalar(b) && String(a) === String(b);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

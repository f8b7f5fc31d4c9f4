import { isSpeech } from '../../../../shared/protocol/names.ts';
import { markOf, type FrameFacts, type FrameMark } from '../../monitor/frame-facts.ts';
import { createRecentMap } from '../../bounded/recent-map.ts';
import { isSimilar, normaliseText } from '../similarity.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { OpenFinding } from './open-finding.ts';

/** What results say: two results for one buffer, echoes, near duplicates, and the update that goes with a result. */
export type AnswerRules = {
  /** `isExplained`: a stronger rule has found a fault in this frame. */
  see(frame: FrameFacts, isExplained: boolean): void;
};

type Answer = {
  frame: FrameMark;
  kind: 'timeout' | 'final' | 'normal';
  meetingId: string | null;
  /** Normalised, and cut where nobody compares any more. */
  words: string;
  letters: Uint8Array;
  finding: OpenFinding | undefined;
};
type Session = { answers: Answer[]; twins: RecentTwins };
type RecentTwins = { frame: FrameMark; text: string | null; isTaken: boolean }[];

const mostSessions = 2_000;
const mostAnswers = 32;
const mostTwins = 16;
const longestWords = 2_000;
// "Yes" and "thank you" are said twice in every meeting.
const shortestWords = 12;
const nearMs = 30_000;
const echoMs = 2_000;
// A buffer waits for the end of the meeting at most so long; the transcriber may be slow.
const answeredTwiceMs = 60_000;
const leastSimilarity = 0.9;

export function createAnswerRules(twinWindowMs: number, collector: FindingCollector): AnswerRules {
  const sessions = createRecentMap<Session>(mostSessions);

  function sessionOf(frame: FrameFacts): Session {
    const known = sessions.get(frame.scope);
    if (known !== undefined) return known;
    const fresh: Session = { answers: [], twins: [] };
    sessions.set(frame.scope, fresh);
    return fresh;
  }

  function see(frame: FrameFacts, isExplained: boolean): void {
    if (frame.direction === 'out' || frame.text === null) return;
    const session = sessionOf(frame);
    noteTwin(session, frame);
    if (frame.canonical !== 'TRANSCRIPTION_RESULT' || !isSpeech(frame.text)) return;
    const words = normaliseText(frame.text.slice(0, longestWords));
    const { meetingId } = frame.data;
    const answer: Answer = {
      frame: markOf(frame),
      kind: kindOf(frame),
      meetingId: typeof meetingId === 'string' ? meetingId : null,
      words,
      letters: lettersOf(words),
      finding: undefined,
    };
    if (!isExplained) compare(answer, session.answers);
    session.answers.push(answer);
    if (session.answers.length > mostAnswers) session.answers.shift();
  }

  function compare(answer: Answer, earlier: readonly Answer[]): void {
    for (const before of earlier.toReversed()) {
      const apartMs = answer.frame.atMs - before.frame.atMs;
      if (apartMs > answeredTwiceMs) return;
      const found = relationOf(answer, before, apartMs);
      if (found === null) continue;
      group(answer, before, apartMs, found);
      return;
    }
  }

  function group(answer: Answer, before: Answer, apartMs: number, found: Relation): void {
    const { frame } = answer;
    if (before.finding?.cause === found.cause) {
      collector.extend(before.finding, frame, frame.bytes);
      answer.finding = before.finding;
      return;
    }
    answer.finding = collector.open({
      cause: found.cause,
      events: [before.frame, frame],
      repeats: 1,
      bytesWasted: frame.bytes,
      confidence: found.confidence,
      circumstances: {
        names: [before.frame.type, frame.type],
        direction: 'in',
        connections: [...new Set([before.frame.connection, frame.connection])],
        apartMs,
        detail: found.detail,
      },
    });
  }

  /** A result and the update with its words belong together, whichever comes first. */
  function noteTwin({ twins }: Session, frame: FrameFacts): void {
    const partner = twins.findLast(
      (other) =>
        !other.isTaken &&
        other.frame.canonical !== frame.canonical &&
        other.text === frame.text &&
        frame.atMs - other.frame.atMs <= twinWindowMs,
    );
    if (partner === undefined) {
      twins.push({ frame: markOf(frame), text: frame.text, isTaken: false });
      if (twins.length > mostTwins) twins.shift();
      return;
    }
    partner.isTaken = true;
    collector.open({
      cause: 'expected-twin',
      events: [partner.frame, frame],
      repeats: 1,
      bytesWasted: 0,
      confidence: 0.95,
      circumstances: {
        names: [partner.frame.type, frame.type],
        direction: 'in',
        connections: [...new Set([partner.frame.connection, frame.connection])],
        apartMs: frame.atMs - partner.frame.atMs,
        detail: 'each result comes with an update of the meeting',
      },
    });
  }

  return { see };
}

type Relation = {
  cause: 'answered-twice' | 'echo' | 'near-duplicate';
  confidence: number;
  detail: string;
};

function relationOf(answer: Answer, before: Answer, apartMs: number): Relation | null {
  const [now, then] = [answer.frame, before.frame];
  if (answer.meetingId !== null && before.meetingId !== null && answer.meetingId !== before.meetingId)
    return null;
  if (now.track !== null && then.track !== null && now.track !== then.track) {
    if (apartMs > echoMs || !isNear(answer, before)) return null;
    return { cause: 'echo', confidence: 0.75, detail: `${then.track} and ${now.track}` };
  }
  const kinds = new Set([answer.kind, before.kind]);
  if (answer.words === before.words && kinds.has('timeout') && kinds.has('final'))
    return {
      cause: 'answered-twice',
      confidence: 0.95,
      detail: `: the same words as ${before.kind} and as ${answer.kind}`,
    };
  if (now.chunkId !== null && now.chunkId === then.chunkId)
    return { cause: 'answered-twice', confidence: 0.9, detail: ', with the same chunk id of the server' };
  if (apartMs > nearMs || answer.words.length < shortestWords || !isNear(answer, before)) return null;
  const isEqual = answer.words === before.words;
  return {
    cause: 'near-duplicate',
    confidence: isEqual ? 0.7 : 0.6,
    detail: isEqual ? ' (the same words)' : '',
  };
}

function kindOf({ data }: FrameFacts): 'timeout' | 'final' | 'normal' {
  if (data.is_final === true) return 'final';
  return data.trigger_reason === 'timeout' ? 'timeout' : 'normal';
}

function isNear(a: Answer, b: Answer): boolean {
  const mostEdits = Math.floor(Math.max(a.words.length, b.words.length) * (1 - leastSimilarity) + 1e-9);
  // An edit changes at most two of the counts by one; most pairs are told apart by that alone.
  if (differenceOf(a.letters, b.letters) > 2 * mostEdits) return false;
  return isSimilar(a.words, b.words, leastSimilarity);
}

const letterGroups = 32;

/** How often each group of letters occurs, up to 255 times. */
function lettersOf(words: string): Uint8Array {
  const counts = new Uint8Array(letterGroups);
  for (let index = 0; index < words.length; index += 1) {
    const group = words.charCodeAt(index) % letterGroups;
    const count = counts[group] ?? 0;
    if (count < 255) counts[group] = count + 1;
  }
  return counts;
}

function differenceOf(a: Uint8Array, b: Uint8Array): number {
  let difference = 0;
  for (let group = 0; group < letterGroups; group += 1) {
    difference += Math.abs((a[group] ?? 0) - (b[group] ?? 0));
  }
  return difference;
}

import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { idOf } from '../../../../shared/protocol/loose-values.ts';
import { isSpeech } from '../../../../shared/protocol/names.ts';
import { markOf, type FrameFacts, type FrameMark } from '../../monitor/monitor.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import { isSimilar, normaliseText, numbersIn } from '../similarity.ts';
import { answerKindOf, type AnswerKind } from './answer-kind.ts';
import type { ConnectionLife } from './connections.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { OpenFinding } from './open-finding.ts';

/** What results say: two results for one buffer, echoes, near duplicates, and the update that goes with a result. */
export type AnswerRules = {
  /**
   * `isExplained`: a stronger rule has found a fault in this frame. True when the frame answers once more what was
   * answered before.
   */
  see(frame: FrameFacts, life: ConnectionLife, isExplained: boolean): boolean;
};

type Answer = {
  frame: FrameMark;
  kind: AnswerKind;
  /** When its connection was opened, for telling one that took another's place from one beside it. */
  connectionOpenedMs: number;
  meetingId: string | null;
  /** Normalised, and cut where nobody compares any more. */
  words: string;
  /** Who counts says another thing each time. */
  numbers: string;
  letters: Uint8Array;
  finding: OpenFinding | undefined;
};
type Session = { answers: Answer[]; twins: RecentTwins };
type RecentTwins = { frame: FrameMark; text: string | null; isTaken: boolean }[];

const mostSessions = 2_000;
const mostAnswers = 32;
const mostTwins = 16;
const longestWords = 2_000;
// A result and its update leave the server together.
const twinWindowMs = 5_000;
// "Yes" and "thank you" are said twice in every meeting.
const shortestWords = 12;
const nearMs = 30_000;
const echoMs = 2_000;
// A buffer waits for the end of the meeting at most so long; the transcriber may be slow.
const answeredTwiceMs = 60_000;
// Short words are said again and again: a second answer comes at once, before any other words.
const shortAnsweredTwiceMs = 10_000;
const leastSimilarity = 0.9;

/** `windowMs`: within it, the same message again was sent twice. */
export function createAnswerRules(windowMs: number, collector: FindingCollector): AnswerRules {
  const sessions = createRecentMap<Session>(mostSessions);

  function sessionOf(frame: FrameFacts): Session {
    const known = sessions.get(frame.scope);
    if (known !== undefined) return known;
    const fresh: Session = { answers: [], twins: [] };
    sessions.set(frame.scope, fresh);
    return fresh;
  }

  function see(frame: FrameFacts, life: ConnectionLife, isExplained: boolean): boolean {
    if (frame.direction === 'out' || frame.text === null) return false;
    const session = sessionOf(frame);
    noteTwin(session, frame);
    if (frame.canonical !== 'TRANSCRIPTION_RESULT' || !isSpeech(frame.text)) return false;
    const words = normaliseText(frame.text.slice(0, longestWords));
    const answer: Answer = {
      frame: markOf(frame),
      kind: answerKindOf(frame),
      connectionOpenedMs: life.openedMs,
      meetingId: idOf(frame.data.meetingId) ?? life.meetingId,
      words,
      numbers: numbersIn(words),
      letters: lettersOf(words),
      finding: undefined,
    };
    const isRepeat = isExplained ? join(answer, session.answers) : compare(answer, session.answers);
    session.answers.push(answer);
    if (session.answers.length > mostAnswers) session.answers.shift();
    return isRepeat;
  }

  /** Another message of an answer that is known: what comes later belongs to its group. */
  function join(answer: Answer, earlier: readonly Answer[]): false {
    answer.finding = earlier.findLast(
      ({ words, frame }) => words === answer.words && frame.connection === answer.frame.connection,
    )?.finding;
    return false;
  }

  function compare(answer: Answer, earlier: readonly Answer[]): boolean {
    let isNext = true;
    for (const before of earlier.toReversed()) {
      const apartMs = answer.frame.atMs - before.frame.atMs;
      if (apartMs > answeredTwiceMs) return false;
      const found = relationOf(answer, before, { apartMs, windowMs, isNext });
      isNext &&= before.words === answer.words || before.frame.connection !== answer.frame.connection;
      if (found === null) continue;
      group(answer, before, apartMs, found);
      return found.cause === 'answered-twice' || found.cause === 'double-send';
    }
    return false;
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
        detail: sentence('finding.result-and-update'),
      },
    });
  }

  return { see };
}

type Relation = {
  cause: 'answered-twice' | 'double-send' | 'echo' | 'near-duplicate';
  confidence: number;
  detail: Sentence | null;
};

/** `isNext`: the connection said nothing else between the two. */
function relationOf(
  answer: Answer,
  before: Answer,
  { apartMs, windowMs, isNext }: { apartMs: number; windowMs: number; isNext: boolean },
): Relation | null {
  const [now, then] = [answer.frame, before.frame];
  if (!mayBeOneMeeting(answer, before)) return null;
  if (now.track !== null && then.track !== null && now.track !== then.track) {
    if (apartMs > echoMs || !isNear(answer, before)) return null;
    return {
      cause: 'echo',
      confidence: 0.75,
      detail: sentence('finding.tracks', { one: then.track, other: now.track }),
    };
  }
  const isEqual = answer.words === before.words;
  const isLong = answer.words.length >= shortestWords;
  const isAtOnce = isNext && apartMs <= shortAnsweredTwiceMs;
  const isOnOne = now.connection === then.connection;
  if (isEqual && areOneBuffer(answer, before) && (isLong || isAtOnce || isEndRace(answer, before)))
    return {
      cause: 'answered-twice',
      confidence: isLong ? 0.95 : 0.8,
      detail: sentence('finding.same-words-as', { before: before.kind, now: answer.kind }),
    };
  if (
    now.chunkId !== null &&
    now.chunkId === then.chunkId &&
    (isEqual || (isOnOne && isNear(answer, before)))
  )
    return { cause: 'answered-twice', confidence: 0.9, detail: sentence('finding.same-chunk') };
  if (isEqual && isOnOne && apartMs <= windowMs && isSameMessage(now, then))
    return { cause: 'double-send', confidence: 0.85, detail: sentence('finding.other-fields') };
  if (apartMs > nearMs || !isLong || !isNear(answer, before)) return null;
  return {
    cause: 'near-duplicate',
    confidence: isEqual ? 0.7 : 0.6,
    detail: isEqual ? sentence('finding.same-words') : null,
  };
}

function isSameMessage(now: FrameMark, then: FrameMark): boolean {
  return now.type === then.type && now.toldTime !== '' && now.toldTime === then.toldTime;
}

/**
 * Two meetings may hear the same words. Sockets that are open side by side are of one meeting when both say so; one
 * that took the place of another goes on with its meeting.
 */
function mayBeOneMeeting(answer: Answer, before: Answer): boolean {
  if (answer.meetingId !== null && before.meetingId !== null) return answer.meetingId === before.meetingId;
  if (answer.frame.connection === before.frame.connection) return true;
  return answer.connectionOpenedMs >= before.frame.atMs;
}

/** The background check and the filled buffer, or the end of the meeting, took the same audio. */
function areOneBuffer(a: Answer, b: Answer): boolean {
  if (a.kind !== b.kind) return true;
  return a.kind !== 'normal' && a.frame.toldTime !== b.frame.toldTime;
}

function isEndRace(a: Answer, b: Answer): boolean {
  return (a.kind === 'timeout' && b.kind === 'final') || (a.kind === 'final' && b.kind === 'timeout');
}

function isNear(a: Answer, b: Answer): boolean {
  if (a.words === b.words) return true;
  if (a.numbers !== b.numbers) return false;
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

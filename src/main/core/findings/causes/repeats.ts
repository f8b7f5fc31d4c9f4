import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { createHash } from 'node:crypto';
import { markOf, type FrameFacts, type FrameMark } from '../../monitor/monitor.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import { answerKindOf, type AnswerKind } from './answer-kind.ts';
import type { ChunkRules } from './chunks.ts';
import { isAskedFor, isHeardOnly, isPersonal, type ConnectionLife, type Connections } from './connections.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { OpenFinding } from './open-finding.ts';

/** Content that was there before under the same name: on the same connection, or on another one. */
export type RepeatRules = {
  /** Any frame on a connection may show that what was found out about it was something else. */
  reconsider(frame: FrameFacts, life: ConnectionLife): void;
  /** True when a fault was found, so that weaker rules need not look. A frame that `isPair` is explained already. */
  see(frame: FrameFacts, life: ConnectionLife, isPair: boolean): boolean;
};

type Occurrence = {
  frame: FrameMark;
  kind: AnswerKind;
  /** The group that it belongs to, per cause at most one. */
  finding: OpenFinding | undefined;
};

// Half of them are sure to be kept: every content of the last 5 s at 2,400 frames a second, and for minutes of a real meeting.
const mostContents = 24_000;
// Of one content, on different connections or under different names.
const mostOccurrences = 16;
const sameMomentMs = 1_000;

export function createRepeatRules(options: {
  windowMs: number;
  connections: Connections;
  collector: FindingCollector;
  chunks: ChunkRules;
}): RepeatRules {
  const { windowMs, connections, collector, chunks } = options;
  const contents = createRecentMap<Occurrence[]>(mostContents);

  function see(frame: FrameFacts, life: ConnectionLife, isPair: boolean): boolean {
    // By the content alone, whose hash is known from the verdict: a longer key would cost more than all the rest.
    const all = contents.get(frame.content);
    const wasAskedFor = isAskedFor(frame, frame.content, life);
    if (frame.canonical === 'HANDSHAKE_ACK' && wasAskedFor) noteTwinAck(frame, life);
    const occurrence: Occurrence = { frame: markOf(frame), kind: kindOf(frame), finding: undefined };
    if (all === undefined) {
      contents.set(frame.content, [occurrence]);
      return false;
    }
    const known = all.filter(({ frame: other }) => isComparable(frame, other));
    const found = !isPair && !wasAskedFor && !isSilence(frame) && judge(occurrence, known);
    const same = known.find(
      ({ frame: other }) => other.connection === frame.connection && other.type === frame.type,
    );
    if (same !== undefined) all.splice(all.indexOf(same), 1);
    all.push(occurrence);
    if (all.length > mostOccurrences) all.shift();
    return found;
  }

  function judge(occurrence: Occurrence, known: readonly Occurrence[]): boolean {
    const { frame } = occurrence;
    const here = nearest(
      frame,
      known.filter(({ frame: other }) => other.connection === frame.connection && other.type === frame.type),
    );
    if (here !== undefined && frame.atMs - here.frame.atMs <= windowMs) {
      repeatHere(occurrence, here);
      return true;
    }
    if (isPersonal(frame.canonical)) return false;
    const elsewhere = nearest(
      frame,
      known.filter(({ frame: other }) => other.connection !== frame.connection && other.type === frame.type),
    );
    return elsewhere !== undefined && repeatElsewhere(occurrence, elsewhere);
  }

  function repeatHere(occurrence: Occurrence, before: Occurrence): void {
    const { frame } = occurrence;
    const first = before.frame;
    const sameTime = frame.toldTime === first.toldTime;
    if (isAnswer(frame) && chunks.wereSentAgain(first, frame)) {
      group(occurrence, before, { cause: 'client-retry', confidence: 0.8 });
      return;
    }
    if (frame.direction === 'in' && frame.chunkId !== null && frame.chunkId === first.chunkId && !sameTime) {
      group(occurrence, before, {
        cause: 'answered-twice',
        confidence: 0.9,
        detail: sentence('finding.same-chunk'),
      });
      return;
    }
    if (occurrence.kind !== 'normal' && !sameTime) {
      group(occurrence, before, {
        cause: 'answered-twice',
        confidence: 0.9,
        detail: sentence('finding.same-words-twice', { kind: occurrence.kind }),
      });
      return;
    }
    const sameChunk = frame.chunkId === first.chunkId;
    const detail = sameChunk ? null : sentence('finding.other-chunk');
    group(occurrence, before, {
      cause: 'double-send',
      confidence: sameChunk ? (sameTime ? 0.95 : 0.85) : 0.6,
      detail,
    });
  }

  function repeatElsewhere(occurrence: Occurrence, before: Occurrence): boolean {
    const { frame } = occurrence;
    const apartMs = frame.atMs - before.frame.atMs;
    const now = connections.find(frame.scope, frame.connection);
    const then = connections.find(frame.scope, before.frame.connection);
    if (now === undefined || then === undefined) return false;
    if (isAnswer(frame) && chunks.wereSentAgain(before.frame, frame)) {
      group(occurrence, before, { cause: 'client-retry', confidence: 0.8 });
      return true;
    }
    if (isReconnect(now, then)) {
      const detail = then.hasEnded ? sentence('finding.had-ended') : null;
      const finding = group(occurrence, before, {
        cause: 'replay',
        confidence: then.hasEnded ? 0.95 : 0.75,
        detail,
      });
      if (!then.hasEnded && apartMs <= sameMomentMs) then.replays.push(finding);
      return true;
    }
    if (!then.hasEnded && apartMs <= sameMomentMs) {
      group(occurrence, before, { cause: 'double-socket', confidence: 0.85 });
      return true;
    }
    if (apartMs > windowMs) return false;
    group(occurrence, before, { cause: 'unexplained', confidence: 0.5 });
    return true;
  }

  function group(
    occurrence: Occurrence,
    before: Occurrence,
    {
      cause,
      confidence,
      detail = null,
    }: { cause: OpenFinding['cause']; confidence: number; detail?: Sentence | null },
  ): OpenFinding {
    const { frame } = occurrence;
    const bytesWasted = frame.bytes;
    const open = before.finding;
    if (open?.cause === cause) {
      collector.extend(open, frame, bytesWasted);
      occurrence.finding = open;
      return open;
    }
    const first = before.frame;
    const finding = collector.open({
      cause,
      events: [first, frame],
      repeats: 1,
      bytesWasted,
      confidence,
      circumstances: {
        names: [first.type, frame.type],
        direction: frame.direction,
        connections: [...new Set([first.connection, frame.connection])],
        apartMs: frame.atMs - first.atMs,
        detail,
      },
    });
    occurrence.finding = finding;
    return finding;
  }

  function noteTwinAck(frame: FrameFacts, life: ConnectionLife): void {
    const first = firstAcks.get(`${frame.scope}\n${life.id}`);
    if (first === undefined) {
      firstAcks.set(`${frame.scope}\n${life.id}`, {
        frame: markOf(frame),
        kind: kindOf(frame),
        finding: undefined,
      });
      return;
    }
    if (first.finding !== undefined) {
      collector.extend(first.finding, frame, 0);
      return;
    }
    first.finding = collector.open({
      cause: 'expected-twin',
      events: [first.frame, frame],
      repeats: 1,
      bytesWasted: 0,
      confidence: 0.95,
      circumstances: {
        names: [frame.type],
        direction: 'in',
        connections: [frame.connection],
        apartMs: frame.atMs - first.frame.atMs,
        detail: sentence('finding.greetings'),
      },
    });
    if (isHeardOnly(life)) life.assumedTwins.push(first.finding);
  }

  function reconsider(frame: FrameFacts, life: ConnectionLife): void {
    for (const finding of life.replays.splice(0)) collector.reclassify(finding, 'double-socket', 0.9);
    if (frame.direction === 'in' || life.assumedTwins.length === 0) return;
    const assumed = life.assumedTwins.splice(0);
    // What was taken for the answer to a HANDSHAKE was none when we had not sent any yet.
    if (frame.type === 'HANDSHAKE') return;
    for (const finding of assumed) collector.reclassify(finding, 'double-send', 0.9);
  }
  const firstAcks = createRecentMap<Occurrence>(mostContents);

  return { see, reconsider };
}

function kindOf(frame: FrameFacts): AnswerKind {
  return isAnswer(frame) ? answerKindOf(frame) : 'normal';
}

function isAnswer({ canonical, direction }: FrameMark): boolean {
  return canonical === 'TRANSCRIPTION_RESULT' && direction === 'in';
}

/** Said in one session, about one track, the same way, under one meaning. */
function isComparable(a: FrameMark, b: FrameMark): boolean {
  return (
    a.scope === b.scope && a.canonical === b.canonical && a.direction === b.direction && a.track === b.track
  );
}

function nearest(frame: FrameMark, known: readonly Occurrence[]): Occurrence | undefined {
  let best: Occurrence | undefined;
  for (const occurrence of known) {
    const isNearer = best === undefined || occurrence.frame.atMs > best.frame.atMs;
    const isTwin = best?.frame.atMs === occurrence.frame.atMs && occurrence.frame.type === frame.type;
    if (isNearer || isTwin) best = occurrence;
  }
  return best;
}

/** The one connection took the place of the other. */
function isReconnect(now: ConnectionLife, then: ConnectionLife): boolean {
  if (then.hasEnded) return true;
  if (then.lastMs > now.openedMs) return false;
  if (now.generation !== null && then.generation !== null) return now.generation > then.generation;
  // Without generations: two sockets that were opened together belong together.
  return now.openedMs - then.openedMs > sameMomentMs;
}

/** Chunks of pure silence all say the same, and each is another chunk. */
function isSilence({ audioSha256, audioBytes }: FrameFacts): boolean {
  return audioSha256 !== null && audioBytes > 0 && audioSha256 === silenceSha256(audioBytes);
}

let lastSilence = { bytes: 0, sha256: '' };

function silenceSha256(bytes: number): string {
  if (lastSilence.bytes !== bytes)
    lastSilence = { bytes, sha256: createHash('sha256').update(new Uint8Array(bytes)).digest('hex') };
  return lastSilence.sha256;
}

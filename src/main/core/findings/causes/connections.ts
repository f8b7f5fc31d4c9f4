import { idOf } from '../../../../shared/protocol/loose-values.ts';
import type { FrameFacts } from '../../monitor/monitor.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import type { OpenFinding } from './open-finding.ts';

/** One socket, as far as its events tell. */
export type ConnectionLife = {
  id: string;
  generation: number | null;
  openedMs: number;
  lastMs: number;
  /** It was recorded that the connection is over. */
  hasEnded: boolean;
  serverVersion: string | null;
  /** That its results and updates name last. */
  meetingId: string | null;
  /** Greetings that tell their time: a connection without a name may be several. */
  greetings: number;
  sent: {
    frames: number;
    handshakes: number;
    starts: number;
    ends: number;
  };
  /** Answers received so far, by what they say. */
  answers: Map<string, number>;
  /** Taken for replays of this connection's frames on a newer one, as long as nothing showed that this one lives. */
  replays: OpenFinding[];
  /** Taken for by design, as long as nothing of what we sent was seen. */
  assumedTwins: OpenFinding[];
};

export type Connections = {
  /** Notes the frame, and answers the connection that it was on. */
  see(frame: FrameFacts): ConnectionLife;
  /** By its id, or by its generation where an event names no other. */
  end(scope: string, connection: string | null, generation: number | null): void;
  find(scope: string, connection: string): ConnectionLife | undefined;
};

const mostConnections = 20_000;

export function createConnections(): Connections {
  const lives = createRecentMap<ConnectionLife>(mostConnections);
  // Frame after frame is on one connection.
  let last: { scope: string; life: ConnectionLife } | undefined;
  const byGeneration = createRecentMap<string>(mostConnections);
  const keyOf = (scope: string, connection: string): string => `${scope}\n${connection}`;

  return {
    see(frame) {
      const { scope, connection } = frame;
      const isLast = last?.scope === scope && last.life.id === connection;
      let life = isLast ? last?.life : lives.get(keyOf(scope, connection));
      if (life === undefined) {
        life = {
          id: frame.connection,
          generation: frame.generation,
          openedMs: frame.atMs,
          lastMs: frame.atMs,
          hasEnded: false,
          serverVersion: null,
          meetingId: null,
          greetings: 0,
          sent: { frames: 0, handshakes: 0, starts: 0, ends: 0 },
          answers: new Map(),
          replays: [],
          assumedTwins: [],
        };
        lives.set(keyOf(scope, connection), life);
        if (frame.generation !== null) byGeneration.set(`${frame.scope}\n${frame.generation}`, life.id);
      }
      if (!isLast) last = { scope, life };
      life.lastMs = frame.atMs;
      if (frame.direction === 'out') countSent(life, frame);
      else if (frame.canonical === 'HANDSHAKE_ACK') readGreeting(life, frame);
      else if (frame.text !== null) life.meetingId = idOf(frame.data.meetingId) ?? life.meetingId;
      return life;
    },
    end(scope, connection, generation) {
      const id = connection ?? byGeneration.get(`${scope}\n${generation ?? ''}`);
      const life = id === undefined ? undefined : lives.get(keyOf(scope, id));
      if (life !== undefined) life.hasEnded = true;
    },
    find: (scope, connection) => lives.get(keyOf(scope, connection)),
  };
}

function readGreeting(life: ConnectionLife, { message }: FrameFacts): void {
  if (typeof message.serverVersion === 'string') life.serverVersion = message.serverVersion;
  // Only the greeting on connect has a time; the answer to HANDSHAKE has none.
  if (message.timestamp !== undefined) life.greetings += 1;
}

function countSent({ sent }: ConnectionLife, { type, message, data }: FrameFacts): void {
  sent.frames += 1;
  if (type === 'HANDSHAKE') sent.handshakes += 1;
  if (type !== 'MEETING_EVENT') return;
  const eventType = message.eventType ?? data.eventType;
  if (eventType === 'ended' || eventType === 'meeting_ended') sent.ends += 1;
  else sent.starts += 1;
}

/**
 * How many messages of this kind we have asked this connection for, each of which may say the same; `null` for
 * messages that nobody asks for one by one.
 */
export function askedFor(type: string, life: ConnectionLife): number | null {
  const { sent } = life;
  // A recording of what came in alone does not tell what was asked for: a meeting's usual questions are assumed.
  const isOneSided = isHeardOnly(life);
  switch (type) {
    case 'HANDSHAKE_ACK':
      return isOneSided ? 2 * greetingsOf(life) : greetingsOf(life) + sent.handshakes;
    case 'ERROR':
      return isOneSided ? Number.POSITIVE_INFINITY : sent.frames;
    case 'MEETING_EVENT_ACK':
      return isOneSided ? 1 : sent.starts;
    case 'SESSION_REGISTERED':
      return 1;
    case 'PROCESSING_STATUS':
    case 'MEETING_SUMMARY':
    case 'PROCESSING_COMPLETE':
      return isOneSided ? 1 : sent.ends;
    default:
      return null;
  }
}

/** Whether nothing that we sent on this connection has been seen. */
export function isHeardOnly({ sent }: ConnectionLife): boolean {
  return sent.frames === 0;
}

function greetingsOf({ id, greetings }: ConnectionLife): number {
  return id === '' ? Math.max(1, greetings) : 1;
}

// The end is announced stage by stage, and each type has so many different contents at most.
const mostAnswers = 256;

/** Counts an answer; true when it was asked for. */
export function isAskedFor(frame: FrameFacts, contentKey: string, life: ConnectionLife): boolean {
  if (frame.direction === 'out') return false;
  const asked = askedFor(frame.canonical, life);
  if (asked === null) return false;
  // Every frame may be refused, whatever the refusals say; the other answers come once each.
  const key = frame.canonical === 'ERROR' ? 'ERROR' : `${frame.canonical} ${contentKey}`;
  const got = (life.answers.get(key) ?? 0) + 1;
  if (life.answers.size >= mostAnswers && !life.answers.has(key)) life.answers.clear();
  life.answers.set(key, got);
  return got <= asked;
}

/** Said to each connection by itself, so that two connections are expected to hear the same. */
export function isPersonal(type: string): boolean {
  return personalTypes.has(type);
}

const personalTypes = new Set([
  'HANDSHAKE',
  'HANDSHAKE_ACK',
  'MEETING_EVENT',
  'MEETING_EVENT_ACK',
  'SESSION_REGISTERED',
  'PROCESSING_STATUS',
  'ERROR',
  // Nobody can tell what it was about.
  'unreadable',
]);

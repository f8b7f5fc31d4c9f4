import type { StoredEvent } from '../../../../shared/events/events.ts';
import { ownEnd } from '../../../../shared/health/own-end.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import { clockSkew, type ClockSkew } from './clock-skew.ts';
import { createRepeats, type Repeats } from './repeats.ts';

/** An event that says something about health, by its number. */
export type Sign = { seq: number; atMs: number };
export type Figure = Sign & { ms: number };
export type Ended = Sign & { code: string; sentence: string };

/** What the stored events of this process tell about health so far. Frames and connections are those of the newest session. */
export type EventEvidence = {
  sessionId: string | null;
  opening: Sign | null;
  open: Sign | null;
  ended: Ended | null;
  /** Connections that broke within the last hour, by whatever session. */
  endings: readonly Ended[];
  acknowledged: Sign | null;
  skew: (ClockSkew & Sign) | null;
  /** The newest hundred pings with their answers. */
  roundTrips: readonly Figure[];
  frames: number;
  errors: { count: number; newest: readonly Sign[] };
  results: { count: number; repeats: number; newest: readonly number[] };
  /** From the socket until it is stored and published: the newest thousand frames. */
  latencies: readonly Figure[];
  /** The newest event about each source. */
  capture: Readonly<Record<string, Sign>>;
  storage: Sign | null;
};

export type EventCollector = {
  /** Events that were just published. */
  add(events: readonly StoredEvent[], now: { monotonicMs: number; sessionId: string | null }): void;
  /** `stored`: ended connections that the store has of the last hour, from before this process began or by others too. */
  read(nowMs: number, stored?: readonly StoredEvent[]): EventEvidence;
};

const mostRoundTrips = 100;
const mostLatencies = 1_000;
const mostSigns = 5;
export const mostEndings = 1_000;
/** For so long ended connections count. */
export const hourMs = 3_600_000;

// What a target says, or sends, when something went wrong in it.
const errorTypes: ReadonlySet<string> = new Set([
  'ERROR',
  'CONNECTION_ERROR',
  'TRANSCRIPTION_ERROR',
  'PROCESSING_ERROR',
  'AUTH_FAILURE',
  'unreadable',
]);

/** Adds up what can be asked for in constant time, so that looking at health reads no events again. */
export function createEventCollector(): EventCollector {
  let endings: Ended[] = [];
  let latencies: Figure[] = [];
  let capture: Record<string, Sign> = {};
  let storage: Sign | null = null;
  let repeats: Repeats = createRepeats();
  let session = newSession(null);

  function addFrame(event: StoredEvent, sign: Sign, monotonicMs: number): void {
    session.frames += 1;
    const type = canonicalName(event.type);
    if (type === 'HANDSHAKE' && event.direction === 'out') session.asked = sign;
    if (event.direction !== 'in') return;
    latencies.push({ ...sign, ms: Math.max(0, monotonicMs - event.monoMs) });
    if (latencies.length > 2 * mostLatencies) latencies = latencies.slice(-mostLatencies);
    if (type === 'HANDSHAKE_ACK') acknowledge(event, sign);
    if (errorTypes.has(type)) {
      session.errors.count += 1;
      session.errors.newest = newest([...session.errors.newest, sign], mostSigns);
    }
    if (type !== 'TRANSCRIPTION_RESULT') return;
    session.results.count += 1;
    const original = repeats.originalOf(event);
    if (original === null) return;
    session.results.repeats += 1;
    session.results.newest = newest([...session.results.newest, original, event.seq], mostSigns * 2);
  }

  function acknowledge(event: StoredEvent, sign: Sign): void {
    session.acknowledged = sign;
    const stamp = stampOf(event.raw);
    // The first answer comes on connecting, before anything is asked.
    const asked = session.asked ?? session.opening;
    const skew = stamp === null || asked === null ? null : clockSkew(stamp, asked.atMs, sign.atMs);
    if (skew !== null) session.skew = { ...skew, ...sign };
  }

  function addConnection(event: StoredEvent, sign: Sign): void {
    switch (event.type) {
      case 'connection.opening':
        session = { ...session, opening: sign, open: null, ended: null, acknowledged: null, asked: null };
        break;
      case 'connection.open':
        session.open = sign;
        break;
      case 'connection.ended': {
        const ended = endedOf(event);
        session = { ...session, ended, open: null };
        endings = newest([...endings, ended], mostEndings);
        break;
      }
      case 'ping.answered':
        if (typeof event.fields.roundTripMs !== 'number') break;
        session.roundTrips = newest(
          [...session.roundTrips, { ...sign, ms: event.fields.roundTripMs }],
          mostRoundTrips,
        );
        break;
    }
  }

  return {
    add(events, { monotonicMs, sessionId }) {
      if (sessionId !== null && sessionId !== session.sessionId) {
        session = newSession(sessionId);
        repeats = createRepeats();
        capture = {};
      }
      for (const event of events) {
        const sign = { seq: event.seq, atMs: event.wallMs };
        // What was imported, or is sent later from an old session, is not the session that runs.
        const isOurs = event.sessionId === session.sessionId;
        if (event.kind === 'frame' && isOurs) addFrame(event, sign, monotonicMs);
        if (event.kind === 'connection') {
          if (isOurs) addConnection(event, sign);
          else if (event.type === 'connection.ended') {
            endings.push(endedOf(event));
          }
        }
        if ((event.kind === 'capture' || event.kind === 'gap') && typeof event.fields.source === 'string') {
          capture = { ...capture, [event.fields.source]: sign };
        }
        if (event.kind === 'storage') storage = sign;
      }
    },
    read(nowMs, stored = []) {
      const bySeq = new Map([...stored.map(endedOf), ...endings].map((ended) => [ended.seq, ended]));
      endings = newest(
        [...bySeq.values()]
          .filter(({ atMs, code }) => nowMs - atMs < hourMs && wasOpen(code))
          .toSorted((a, b) => a.seq - b.seq),
        mostEndings,
      );
      return { ...session, endings, latencies: latencies.slice(-mostLatencies), capture, storage };
    },
  };
}

// What the system, a certificate, a proxy or the server says of a connection that did not come about.
const neverOpen =
  /^(?:connect-timeout|route|address|(?:proxy-)?http-\d+|(?!(?:ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT)$)[A-Z][A-Z_]+)$/;

/** A target that is away breaks no connection, however often it is tried; nor does a try that ended with its recording. */
function wasOpen(code: string): boolean {
  return code !== ownEnd && !neverOpen.test(code);
}

type Session = Omit<EventEvidence, 'endings' | 'latencies' | 'capture' | 'storage'> & {
  asked: Sign | null;
  errors: { count: number; newest: Sign[] };
  results: { count: number; repeats: number; newest: number[] };
};

function endedOf({ seq, wallMs, fields, reason }: StoredEvent): Ended {
  return { seq, atMs: wallMs, code: String(fields.code), sentence: reason ?? '' };
}

function newSession(sessionId: string | null): Session {
  return {
    sessionId,
    opening: null,
    open: null,
    ended: null,
    asked: null,
    acknowledged: null,
    skew: null,
    roundTrips: [],
    frames: 0,
    errors: { count: 0, newest: [] },
    results: { count: 0, repeats: 0, newest: [] },
  };
}

function newest<T>(values: T[], most: number): T[] {
  return values.length > most ? values.slice(-most) : values;
}

function stampOf(raw: string | null): string | null {
  const stamp = /"timestamp"\s*:\s*"([^"]{10,40})"/.exec(raw ?? '')?.[1];
  return stamp ?? null;
}

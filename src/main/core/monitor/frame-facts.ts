import type { StoredEvent } from '../../../shared/events/events.ts';
import { idOf, wordsOf } from '../../../shared/protocol/loose-values.ts';
import { canonicalName, isDeprecatedName } from '../../../shared/protocol/names.ts';
import {
  mayHaveNegativeZero,
  oddNumbersIn,
  parsePythonJson,
  type OddNumber,
} from '../../../shared/protocol/python-json.ts';
import { canonicalJson } from './content/canonical-json.ts';
import { deepestLevel } from './content/deepest-level.ts';
import { wholeZero } from './content/exact-number.ts';
import { shortKey } from '../bounded/bounded.ts';
import { isRecord } from '../../../shared/is-record.ts';

/** What analysis reads of a stored event. */
export type AnalysedEvent = Pick<
  StoredEvent,
  | 'seq'
  | 'wallMs'
  | 'monoMs'
  | 'kind'
  | 'type'
  | 'direction'
  | 'sessionId'
  | 'target'
  | 'connectionId'
  | 'generation'
  | 'bytes'
  | 'raw'
  | 'fields'
>;

type Body = Readonly<Record<string, unknown>>;

/** What is remembered of a frame: no more than that, because rules remember tens of thousands. */
export type FrameMark = {
  seq: number;
  wallMs: number;
  /** Time that neither stands still nor jumps, ms. */
  atMs: number;
  /** As sent. */
  type: string;
  /** Its name of today. */
  canonical: string;
  isOld: boolean;
  direction: 'in' | 'out';
  sessionId: string | null;
  /** Events are compared within one scope only. */
  scope: string;
  target: string | null;
  connection: string;
  generation: number | null;
  bytes: number;
  chunkId: string | null;
  /** `system` or `microphone`, where an answer is about one track. */
  track: string | null;
  /** The time that the message itself tells, as it came. */
  toldTime: string;
};

/** A frame as the rules see it. */
export type FrameFacts = FrameMark & {
  /** The whole message; empty when the frame cannot be read. */
  message: Body;
  /** The part that the reference calls the event's data. */
  data: Body;
  /** The data as the reference compares it. */
  dataContent: string;
  /** Stands for all that the message says beside the ignored keys. Equal contents say the same. */
  content: string;
  /** Spoken words, when the message brings any. */
  text: string | null;
  audioSha256: string | null;
  audioBytes: number;
  /** How many listeners of the client got this one frame. */
  deliveries: number;
  /** Numbers that JSON does not know. */
  oddNumbers: readonly OddNumber[];
};

const empty: Body = Object.freeze({});

/** `atMs` is the time that the rules go by; `ignored` are keys that make no difference. */
export function frameFacts(event: AnalysedEvent, atMs: number, ignored: ReadonlySet<string>): FrameFacts {
  const message = readMessage(event.raw);
  const data = dataOf(message);
  const { fields } = event;
  const canonical = canonicalName(event.type);
  const toldTime = data.timestamp ?? message.timestamp;
  const dataContent = message === empty ? `unreadable ${event.raw ?? ''}` : canonicalJson(data, ignored);
  return {
    seq: event.seq,
    wallMs: event.wallMs,
    atMs,
    type: event.type,
    canonical,
    isOld: isDeprecatedName(event.type),
    direction: event.direction ?? 'in',
    sessionId: event.sessionId,
    scope: scopeOf(event),
    target: event.target,
    connection: event.connectionId ?? '',
    generation: event.generation,
    bytes: event.bytes ?? 0,
    message,
    data,
    toldTime: typeof toldTime === 'string' || typeof toldTime === 'number' ? String(toldTime) : '',
    dataContent,
    content: contentOf(message, data, ignored, dataContent),
    chunkId: idOf(message.chunkId ?? data.chunkId ?? fields.chunkId),
    text: textOf(canonical, data),
    track: stringOf(fields.track) ?? stringOf(data.track),
    audioSha256: stringOf(fields.audioSha256),
    audioBytes: typeof fields.audioBytes === 'number' ? fields.audioBytes : 0,
    deliveries: typeof fields.deliveries === 'number' ? fields.deliveries : 1,
    oddNumbers: event.raw === null ? [] : oddNumbersIn(event.raw, message),
  };
}

/** One session at one target. */
export function scopeOf({ sessionId, target }: Pick<StoredEvent, 'sessionId' | 'target'>): string {
  if (sessionId !== lastScope.sessionId || target !== lastScope.target)
    lastScope = { sessionId, target, scope: `${sessionId ?? ''}\n${target ?? ''}` };
  return lastScope.scope;
}

// Frame after frame is of one session, and a new text would have to be hashed anew.
let lastScope: { sessionId: string | null; target: string | null; scope: string } = {
  sessionId: null,
  target: null,
  scope: '\n',
};

/** Frames that were kept in part, or nest deeper than anybody reads, count by their text alone. */
function readMessage(raw: string | null): Body {
  if (raw === null || raw === '') return empty;
  try {
    const value = parsePythonJson(raw, mayHaveNegativeZero(raw) ? wholeZero : undefined);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return empty;
    if (raw.length < shortestDeepText || isShallow(value, 0)) return value as Body;
  } catch {
    // Not JSON: the event's reason says so.
  }
  return empty;
}

// A level takes two characters at least, and most frames are shorter than that.
const shortestDeepText = 2 * deepestLevel;

function isShallow(value: unknown, level: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (level > deepestLevel) return false;
  for (const key in value) {
    if (!isShallow((value as Body)[key], level + 1)) return false;
  }
  return true;
}

/** The message's `data` where that is an object; otherwise everything beside the type. */
export function dataOf(message: Body): Body {
  const { data } = message;
  if (isRecord(data)) return data;
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'type'));
}

function contentOf(message: Body, data: Body, ignored: ReadonlySet<string>, dataContent: string): string {
  const key = shortKey(dataContent);
  if (data !== message.data) return key;
  let beside: Record<string, unknown> | undefined;
  for (const name in message) {
    if (name === 'type' || name === 'data' || ignored.has(name)) continue;
    beside ??= {};
    beside[name] = message[name];
  }
  return beside === undefined ? key : `${key} ${shortKey(canonicalJson(beside))}`;
}

/** The part of a frame that is worth remembering; the same object however many rules ask for it. */
export function markOf(frame: FrameFacts): FrameMark {
  if (lastMarked?.frame !== frame) lastMarked = { frame, mark: makeMark(frame) };
  return lastMarked.mark;
}

// One frame after another goes through all rules.
let lastMarked: { frame: FrameFacts; mark: FrameMark } | undefined;

function makeMark(frame: FrameFacts): FrameMark {
  return {
    seq: frame.seq,
    wallMs: frame.wallMs,
    atMs: frame.atMs,
    type: frame.type,
    canonical: frame.canonical,
    isOld: frame.isOld,
    direction: frame.direction,
    sessionId: frame.sessionId,
    scope: frame.scope,
    target: frame.target,
    connection: frame.connection,
    generation: frame.generation,
    bytes: frame.bytes,
    chunkId: frame.chunkId,
    track: frame.track,
    toldTime: frame.toldTime,
  };
}

function textOf(canonical: string, data: Body): string | null {
  if (canonical === 'TRANSCRIPTION_RESULT') return wordsOf(data.text);
  if (canonical === 'MEETING_UPDATE') return wordsOf(data.latestTranscript);
  return null;
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

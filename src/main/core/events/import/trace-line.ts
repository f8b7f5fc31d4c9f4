import { createHash } from 'node:crypto';
import { decodeFrame } from '../../../../shared/protocol/decode.ts';
import type { StampedEvent } from '../../../../shared/events/events.ts';
import type { MonitorLine, TraceLine } from '../../event-text/event-text.ts';
import { pythonJson } from '../../../../shared/protocol/python-json.ts';
import { frameEvent } from '../frame-event.ts';
import type { ReadLine } from './event-line.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

/** What a trace as a whole tells about each of its lines. */
export type TracePlace = {
  sessionId: string;
  /** Wall clock of `t_ms` 0. */
  baseMs: number;
  generationOf: (conn: string) => number | null;
  /** The address of a connection, where the file tells it. */
  targetOf: (conn: string) => string | null;
};

/** The event that live recording would have made of the frame. */
export function traceEvent(line: TraceLine, place: TracePlace): ReadLine {
  const { atMs, dir, raw, conn } = line;
  const at = { wallMs: line.isWall ? atMs : place.baseMs + atMs, monoMs: atMs };
  const where = {
    sessionId: place.sessionId,
    target: conn === undefined ? null : place.targetOf(conn),
    connectionId: conn?.toWellFormed() ?? null,
    generation: conn === undefined ? null : place.generationOf(conn),
  };
  if (line.isBinary) {
    const binary = binaryFrame(dir, raw);
    const fields = { ...binary.fields, ...line.facts };
    return { ok: true, event: { ...binary, fields, ...at, ...where }, notes: [] };
  }
  const frame = decodeFrame(raw);
  const draft = frameEvent({
    direction: dir,
    raw,
    message: frame.ok ? frame.message : null,
    reason: frame.ok ? null : frame.reason,
    sessionId: place.sessionId,
    target: '',
    connectionId: conn ?? '',
    generation: 0,
    ...(line.deliveries !== undefined && { deliveries: line.deliveries }),
  });
  const event: StampedEvent = {
    kind: 'frame',
    type: draft.type,
    direction: dir,
    bytes: draft.bytes ?? null,
    raw: draft.raw ?? null,
    fields: { ...draft.fields, ...line.facts },
    reason: draft.reason ?? null,
    ...at,
    ...where,
  };
  const isCut = event.fields.keptChars !== undefined;
  return { ok: true, event, notes: isCut ? [sentence('line.frame-cut')] : [] };
}

/** The event of what a monitor was told: its source is taken for its target and its connection. */
export function monitorEvent(line: MonitorLine, place: TracePlace): ReadLine {
  const { type, data, source, sessionId } = line;
  const told = traceEvent(
    {
      atMs: line.atMs,
      dir: 'in',
      conn: source,
      raw: `{"type":${JSON.stringify(type)},"data":${pythonJson(data)}}`,
      isBinary: false,
      deliveries: undefined,
      isWall: false,
      facts: {},
    },
    place,
  );
  if (!told.ok) return told;
  const event = {
    ...told.event,
    target: source.toWellFormed(),
    generation: null,
    sessionId: sessionId === null ? place.sessionId : sessionId.toWellFormed(),
  };
  return { ...told, event };
}

type FrameFacts = Pick<StampedEvent, 'kind' | 'type' | 'direction' | 'bytes' | 'raw' | 'fields' | 'reason'>;

// Too little to be heard: 6 ms of our audio.
const mostBytesKept = 192;

/** A binary frame may be audio: its size and hash are kept, as with every other; of a short one, its bytes too. */
function binaryFrame(direction: 'in' | 'out', base64: string): FrameFacts {
  const payload = Buffer.from(base64, 'base64');
  return {
    kind: 'connection',
    type: 'frame.binary',
    direction,
    bytes: payload.length,
    raw: null,
    fields: {
      sha256: createHash('sha256').update(payload).digest('hex'),
      ...(payload.length <= mostBytesKept && { base64: payload.toString('base64') }),
    },
    reason: say(direction === 'in' ? 'tester.binary-of-target' : 'tester.binary-of-client'),
  };
}

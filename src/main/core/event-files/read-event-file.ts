import { z } from 'zod';
import type { EventDraft } from '../../../shared/events/events.ts';
import { storedEventSchema } from '../../../shared/events/events.ts';
import {
  ExactNumber,
  frameFacts,
  type AnalysedEvent,
  monitorEventOf,
  type MonitorEvent,
} from '../monitor/monitor.ts';
import { longestEventBytes, readEventTexts } from './event-texts.ts';
import { readEventLine, type Oddity } from './read-event-line.ts';

/** An event of a file, for either kind of analysis. */
export type FileEvent = {
  /** Its place among the events of the file, from 0; those that were skipped count too. */
  index: number;
  kind: AnalysedEvent['kind'];
  monitor(): MonitorEvent;
  stored(): AnalysedEvent;
};

/** What could not be analysed, and what is odd about the rest. */
export type FileNotes = {
  events: number;
  skipped: number;
  /** The first of them. */
  skippedLines: { line: number; reason: string }[];
  /** For each oddity how many events have it, and the first of their lines. */
  oddities: Partial<Record<Oddity, { events: number; lines: number[] }>>;
};

/** A frame of a trace file: what went over a socket between a client and a target. */
export type TraceFrame = { t_ms: number; dir: 'in' | 'out'; conn: string; raw: string; deliveries?: number };

const traceSchema = z.object({
  t_ms: z.number(),
  dir: z.enum(['in', 'out']),
  conn: z.string(),
  raw: z.string().optional(),
  binary: z.boolean().optional(),
  deliveries: z.number().int().min(1).optional(),
});

const mostLinesNamed = 100;

/**
 * Reads a file of events: lines or a list of `{ t_ms, event_type, data, source, session_id }`, frames of a trace, or
 * events as this program exports them. What cannot be read is counted and named, and the rest goes on.
 * @throws AppError `bad-input` when the file cannot be read at all
 */
export async function* readEventFile(
  path: string,
  notes: FileNotes,
  asEvent: (frame: TraceFrame) => EventDraft,
): AsyncGenerator<FileEvent[]> {
  let index = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for await (const texts of readEventTexts(path)) {
    const events: FileEvent[] = [];
    for (const { line, text } of texts) {
      const read = text === null ? tooLong : readEventLine(text);
      const parsed = read.ok ? parseEvent(read.value, index, asEvent) : read;
      if (parsed.ok) {
        notes.events += 1;
        for (const oddity of read.ok ? read.oddities : []) noteOddity(notes, oddity, line);
        if (parsed.atMs < lastMs) noteOddity(notes, 'time-goes-back', line);
        lastMs = parsed.atMs;
        events.push(parsed.event);
      } else {
        notes.skipped += 1;
        if (notes.skippedLines.length < mostLinesNamed)
          notes.skippedLines.push({ line, reason: parsed.reason });
      }
      index += 1;
    }
    yield events;
  }
}

export function noNotes(): FileNotes {
  return { events: 0, skipped: 0, skippedLines: [], oddities: {} };
}

const tooLong = {
  ok: false,
  reason: `it is longer than ${longestEventBytes / 1024 / 1024} MiB`,
} as const;

function noteOddity(notes: FileNotes, oddity: Oddity, line: number): void {
  const note = (notes.oddities[oddity] ??= { events: 0, lines: [] });
  note.events += 1;
  if (note.lines.length < mostLinesNamed) note.lines.push(line);
}

type Parsed = { ok: true; event: FileEvent; atMs: number } | { ok: false; reason: string };
type Fields = Readonly<Record<string, unknown>>;

function parseEvent(value: unknown, index: number, asEvent: (frame: TraceFrame) => EventDraft): Parsed {
  if (!isObject(value)) return { ok: false, reason: 'it is JSON but not an object' };
  if ('event_type' in value) return parseMonitorEvent(value, index);
  if ('dir' in value && 'conn' in value) return parseTraceFrame(value, index, asEvent);
  if ('kind' in value && 'seq' in value) return parseStoredEvent(value, index);
  return { ok: false, reason: 'it has no event_type' };
}

function isObject(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

function parseMonitorEvent(value: Fields, index: number): Parsed {
  const { event_type: type, data, source, session_id: sessionId } = value;
  const atMs = plainNumber(value.t_ms);
  if (typeof type !== 'string') return { ok: false, reason: 'its event_type is no text' };
  if (!isObject(data))
    return { ok: false, reason: data === undefined ? 'it has no data' : 'its data is no object' };
  if (atMs === null)
    return { ok: false, reason: value.t_ms === undefined ? 'it has no t_ms' : 'its t_ms is no time' };
  const event: MonitorEvent = {
    atMs,
    type,
    data,
    source: textOr(source, 'unknown'),
    sessionId: sessionId === undefined || sessionId === null ? null : textOr(sessionId, ''),
  };
  return {
    ok: true,
    atMs,
    event: { index, kind: 'frame', monitor: () => event, stored: () => storedOf(event, index) },
  };
}

function plainNumber(value: unknown): number | null {
  const number = value instanceof ExactNumber ? value.toJSON() : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function textOr(value: unknown, fallback: string): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
}

/** Such an event tells no connection: its source is taken for one. */
function storedOf({ atMs, type, data, source, sessionId }: MonitorEvent, index: number): AnalysedEvent {
  const raw = JSON.stringify({ type, data });
  return {
    seq: index,
    wallMs: atMs,
    monoMs: atMs,
    kind: 'frame',
    type,
    direction: 'in',
    sessionId,
    target: source,
    connectionId: source,
    generation: null,
    bytes: Buffer.byteLength(raw),
    raw,
    fields: {},
  };
}

function parseTraceFrame(value: Fields, index: number, asEvent: (frame: TraceFrame) => EventDraft): Parsed {
  const read = traceSchema.safeParse({ ...value, t_ms: plainNumber(value.t_ms) });
  if (!read.success) return { ok: false, reason: `it is no frame: ${z.prettifyError(read.error)}` };
  const { t_ms: atMs, dir, conn, raw, binary, deliveries } = read.data;
  if (binary !== true && raw === undefined) return { ok: false, reason: 'it has no raw' };
  const draft =
    binary === true
      ? ({ kind: 'connection', type: 'frame.binary', direction: dir, connectionId: conn } as const)
      : asEvent({ t_ms: atMs, dir, conn, raw: raw ?? '', ...(deliveries !== undefined && { deliveries }) });
  return { ok: true, atMs, event: fileEvent(index, storedDraft(draft, index, atMs)) };
}

function storedDraft(draft: EventDraft, index: number, atMs: number): AnalysedEvent {
  return {
    seq: index,
    wallMs: atMs,
    monoMs: atMs,
    kind: draft.kind,
    type: draft.type,
    direction: draft.direction ?? null,
    sessionId: draft.sessionId ?? null,
    target: draft.target ?? null,
    connectionId: draft.connectionId ?? null,
    generation: draft.generation ?? null,
    bytes: draft.bytes ?? null,
    raw: draft.raw ?? null,
    fields: draft.fields ?? {},
  };
}

function parseStoredEvent(value: Fields, index: number): Parsed {
  const read = storedEventSchema.safeParse(JSON.parse(JSON.stringify(value)));
  if (!read.success) return { ok: false, reason: `it is no event: ${z.prettifyError(read.error)}` };
  return { ok: true, atMs: read.data.wallMs, event: fileEvent(index, read.data) };
}

const ignored = new Set(['timestamp', 'chunkId']);

function fileEvent(index: number, event: AnalysedEvent): FileEvent {
  return {
    index,
    kind: event.kind,
    monitor: () => monitorEventOf(frameFacts(event, event.wallMs, ignored)),
    stored: () => event,
  };
}

import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { storedEventSchema, wholeOf, type EventDraft } from '../../../shared/events/events.ts';
import { pythonJson } from '../../../shared/protocol/python-json.ts';
import { lineShapeOf, parseMonitorLine, parseTraceLine, readEventTexts } from '../event-text/event-text.ts';
import {
  isObject,
  frameFacts,
  type AnalysedEvent,
  monitorEventOf,
  type MonitorEvent,
} from '../monitor/monitor.ts';
import { readEventLine, type Oddity, type ReadLine } from './read-event-line.ts';
import { sentence, toldBy, type Sentence } from '../../../shared/words/all-words.ts';

/** An event of a file, for either kind of analysis. */
export type FileEvent = {
  /** Its place among the events of the file, from 0; those that were skipped count too. */
  index: number;
  kind: AnalysedEvent['kind'];
  /** One of our exports, which keeps both clocks. */
  isStored: boolean;
  monitor(): MonitorEvent;
  stored(): AnalysedEvent;
};

/** What could not be analysed, and what is odd about the rest. */
export type FileNotes = {
  events: number;
  skipped: number;
  /** The first of them. */
  skippedLines: { line: number; reason: string; said: Sentence }[];
  /** For each oddity how many events have it, and the first of their lines. */
  oddities: Partial<Record<Oddity, { events: number; lines: number[] }>>;
};

/** A frame of a trace file: what went over a socket between a client and a target. */
export type TraceFrame = {
  t_ms: number;
  dir: 'in' | 'out';
  conn: string | null;
  raw: string;
  deliveries?: number;
};

const mostLinesNamed = 100;

/**
 * Reads a file of events: lines or a list of `{ t_ms, event_type, data, source, session_id }`, frames of a trace, or
 * events as this program exports them. What cannot be read is counted and named, and the rest goes on.
 * @throws AppError `bad-input` when the file cannot be read at all, or has lines and none of them is an event
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
    for (const entry of texts) {
      const { line } = entry;
      const read: ReadLine =
        entry.text === null ? { ok: false, reason: entry.problem } : readEventLine(entry.text);
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
          notes.skippedLines.push(skippedLine(line, parsed.reason));
      }
      index += 1;
    }
    yield events;
  }
  const [first] = notes.skippedLines;
  if (notes.events === 0 && first !== undefined) throw holdsNone(path, notes.skipped, first);
}

/** One sentence for a file of another kind, not one a line. */
function holdsNone(path: string, lines: number, first: FileNotes['skippedLines'][number]): AppError {
  return new AppError(
    'bad-input',
    sentence('events.none-inside', { path, lines, line: first.line, reason: first.said }),
  );
}

function skippedLine(line: number, why: string | Sentence): FileNotes['skippedLines'][number] {
  const { sentence: reason, said } = toldBy(why);
  return { line, reason, said };
}

export function noNotes(): FileNotes {
  return { events: 0, skipped: 0, skippedLines: [], oddities: {} };
}

function noteOddity(notes: FileNotes, oddity: Oddity, line: number): void {
  const note = (notes.oddities[oddity] ??= { events: 0, lines: [] });
  note.events += 1;
  if (note.lines.length < mostLinesNamed) note.lines.push(line);
}

type Parsed = { ok: true; event: FileEvent; atMs: number } | { ok: false; reason: string | Sentence };
type Fields = Readonly<Record<string, unknown>>;

function parseEvent(value: unknown, index: number, asEvent: (frame: TraceFrame) => EventDraft): Parsed {
  if (!isObject(value)) return { ok: false, reason: sentence('line.not-object') };
  const shape = lineShapeOf(value);
  switch (shape) {
    case 'monitor':
      return monitorEvent(value, index);
    case 'trace':
      return traceEvent(value, index, asEvent);
    case 'event':
      return storedEvent(value, index);
    case null:
      return { ok: false, reason: sentence('line.lacks', { names: 'event_type' }) };
    default:
      return shape satisfies never;
  }
}

function monitorEvent(value: Fields, index: number): Parsed {
  const parsed = parseMonitorLine(value);
  if (!parsed.ok) return { ok: false, reason: parsed.problem };
  const event: MonitorEvent = parsed.line;
  return {
    ok: true,
    atMs: event.atMs,
    event: {
      index,
      kind: 'frame',
      isStored: false,
      monitor: () => event,
      stored: () => storedOf(event, index),
    },
  };
}

/** Such an event tells no connection: its source is taken for one. */
function storedOf({ atMs, type, data, source, sessionId }: MonitorEvent, index: number): AnalysedEvent {
  const raw = `{"type":${JSON.stringify(type)},"data":${pythonJson(data)}}`;
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

function traceEvent(value: Fields, index: number, asEvent: (frame: TraceFrame) => EventDraft): Parsed {
  const parsed = parseTraceLine(value);
  if (!parsed.ok)
    return { ok: false, reason: sentence('line.not-frame', { why: toldBy(parsed.problem).said }) };
  const { atMs, dir, raw, isBinary, deliveries } = parsed.line;
  const conn = parsed.line.conn ?? null;
  const draft: EventDraft = isBinary
    ? { kind: 'connection', type: 'frame.binary', direction: dir, connectionId: conn }
    : asEvent({ t_ms: atMs, dir, conn, raw, ...(deliveries !== undefined && { deliveries }) });
  return { ok: true, atMs, event: fileEvent(index, storedDraft(draft, index, atMs), false) };
}

function storedDraft(draft: EventDraft, index: number, atMs: number): AnalysedEvent {
  return { seq: index, wallMs: atMs, monoMs: atMs, ...wholeOf(draft) };
}

function storedEvent(value: Fields, index: number): Parsed {
  const read = storedEventSchema.safeParse(JSON.parse(JSON.stringify(value)));
  if (!read.success)
    return { ok: false, reason: sentence('line.not-event', { why: z.prettifyError(read.error) }) };
  return { ok: true, atMs: read.data.wallMs, event: fileEvent(index, read.data, true) };
}

const ignored = new Set(['timestamp', 'chunkId']);

function fileEvent(index: number, event: AnalysedEvent, isStored: boolean): FileEvent {
  return {
    index,
    kind: event.kind,
    isStored,
    monitor: () => monitorEventOf(frameFacts(event, event.wallMs, ignored)),
    stored: () => event,
  };
}

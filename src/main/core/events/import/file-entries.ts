import { saidBy } from '../../../../shared/errors.ts';
import { parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import { parsePythonJson } from '../../../../shared/protocol/python-json.ts';
import {
  lineShapeOf,
  parseMonitorLine,
  parseTraceLine,
  readEventTexts,
  type CapturedConnection,
  type EventText,
  type Layout,
  type LineShape,
} from '../../event-text/event-text.ts';
import { readEventLine, type ReadLine } from './event-line.ts';
import { inspectJson } from './inspect-json.ts';
import { monitorEvent, traceEvent, type TracePlace } from './trace-line.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** A text of a file that was read: an event and what was noticed, or why it is none. */
export type Entry = { line: number } & ReadLine;

/** What a text says as JSON. */
export type FileValue = { line: number } & (
  | { ok: true; value: unknown; shape: LineShape | null; notes: Sentence[] }
  | { ok: false; problem: string | Sentence }
);

/** Every text of a file as JSON, in order. */
export async function* readFileValues(
  path: string,
  layout: Layout,
  onConnection?: (connection: CapturedConnection) => void,
): AsyncGenerator<FileValue[]> {
  for await (const texts of readEventTexts(path, layout, onConnection)) yield texts.map(valueOf);
}

function valueOf(entry: EventText): FileValue {
  const { line } = entry;
  if (entry.text === null) return { line, ok: false, problem: entry.problem };
  try {
    const value = parseForeignJson(entry.text, parsePythonJson);
    const notes = entry.isUtf8 ? [] : [sentence('line.not-utf8')];
    return {
      line,
      ok: true,
      value,
      shape: lineShapeOf(value),
      notes: [...notes, ...inspectJson(entry.text)],
    };
  } catch (error) {
    return { line, ok: false, problem: saidBy(error) };
  }
}

/** `shape` is that of the whole file: a line of another kind is named. */
export function entryOf(read: FileValue, shape: LineShape, place: TracePlace): Entry {
  const { line } = read;
  if (!read.ok) return { line, ok: false, problem: read.problem };
  const entry = eventOf(read.value, shape, place);
  if (entry.ok) entry.notes.push(...read.notes);
  return { line, ...entry };
}

function eventOf(value: unknown, shape: LineShape, place: TracePlace): ReadLine {
  switch (shape) {
    case 'event':
      return readEventLine(value);
    case 'trace': {
      const parsed = parseTraceLine(value);
      return parsed.ok ? traceEvent(parsed.line, place) : parsed;
    }
    case 'monitor': {
      const parsed = parseMonitorLine(value);
      return parsed.ok ? monitorEvent(parsed.line, place) : parsed;
    }
    default:
      return shape satisfies never;
  }
}

/**
 * Files of events as people bring them, read as one JSON text for each event, in bounded memory: lines, lists and
 * tables, and captures of other tools, in any encoding, packed or not. What a file is shows in its content, never in its
 * name.
 * Needs nothing.
 * Owns nothing: a file is read from start to end and left as it was.
 */
import { AppError, saidBy } from '../../../shared/errors.ts';
import type { CapturedConnection, CaptureHints } from './captures/captured-frame.ts';
import { captureKindOf, cutCapture, type CaptureKind } from './captures/captures.ts';
import { cutLines, cutList, isDocument, type Cutter, type EventText } from './cut-texts.ts';
import { foreignKindOf } from './foreign-files.ts';
import { readTextBlocks, startingWith } from './open-text.ts';
import { readTableRows, tableShapeOf, type TableShape } from './table-rows.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type { EventText } from './cut-texts.ts';
export { lineShapeOf, parseMonitorLine, parseTraceLine, type LineShape } from './line-shapes.ts';
export type { MonitorLine, TraceLine } from './line-shapes.ts';
export type { CapturedConnection, CaptureHints } from './captures/captured-frame.ts';
export { captureKinds, type CaptureKind } from './captures/captures.ts';
export { secondsOf } from './captures/har-message.ts';

/** How the events lie in a file. */
export type Layout =
  | { kind: 'lines' }
  | { kind: 'document' | 'array' | 'objects' }
  | ({ kind: 'table' } & TableShape)
  | { kind: 'capture'; tool: CaptureKind; hints: CaptureHints };

/**
 * Looks at the beginning of a file.
 * @throws AppError `bad-input` when it cannot be read, or is known to be something else, in one sentence
 */
export async function findLayout(path: string): Promise<Layout> {
  for await (const start of readable(path, readTextBlocks(path))) return layoutIn(path, start);
  return { kind: 'lines' };
}

function layoutIn(path: string, start: Buffer): Layout {
  const foreign = foreignKindOf(start);
  if (foreign !== null) throw notEvents(path, foreign);
  const tool = captureKindOf(start.toString('utf8', 0, headBytes));
  const layout = layoutOf(start);
  // A table has messages in its cells.
  return tool === null || layout.kind === 'table' ? layout : { kind: 'capture', tool, hints: {} };
}

/**
 * The events of a file, one after another; never more than one event and one block is in memory. Without a layout it is
 * found out, in the same pass: the file may be a pipe. `onConnection` hears of connections that a capture describes.
 * @throws AppError `bad-input` when the file cannot be read to its end, or is known to be something else
 */
export async function* readEventTexts(
  path: string,
  layout?: Layout,
  onConnection: (connection: CapturedConnection) => void = () => undefined,
): AsyncGenerator<EventText[]> {
  const blocks = readable(path, readTextBlocks(path));
  const start = await blocks.next();
  if (start.done === true) return;
  const first = start.value;
  let place: Layout;
  try {
    place = layout ?? layoutIn(path, first);
  } catch (error) {
    await blocks.return(undefined);
    throw error;
  }
  const all = startingWith(first, blocks);
  if (place.kind === 'table') {
    for await (const row of readable(path, readTableRows(all, place))) yield [row];
    return;
  }
  const cutter = cutterFor(place, onConnection);
  for await (const block of all) yield cutter.push(block);
  yield cutter.end();
}

function cutterFor(
  place: Exclude<Layout, { kind: 'table' }>,
  onConnection: (connection: CapturedConnection) => void,
): Cutter {
  if (place.kind === 'capture') return cutCapture(place.tool, place.hints, onConnection);
  return place.kind === 'lines' ? cutLines() : cutList(place.kind);
}

async function* readable<T>(path: string, parts: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } catch (cause) {
    throw cause instanceof AppError ? cause : unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError('bad-input', sentence('events.unreadable', { path, why: saidBy(cause) }), {
    cause,
  });
}

function layoutOf(start: Buffer): Layout {
  const text = start.toString('utf8', 0, headBytes).trimStart();
  if (text.startsWith('[')) return { kind: 'array' };
  if (isDocument(start)) return { kind: 'document' };
  if (/^\{[ \t]*\r?\n/.test(text)) return { kind: 'objects' };
  const table = text.startsWith('{') ? null : tableShapeOf(text);
  return table === null ? { kind: 'lines' } : { kind: 'table', ...table };
}

// Holds the first lines of any file, and the names of all columns.
const headBytes = 64 * 1024;

function notEvents(path: string, kind: string): AppError {
  return new AppError('bad-input', sentence('events.other-file', { path, kind }));
}

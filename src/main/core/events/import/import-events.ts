import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import type { StampedEvent } from '../../../../shared/events/events.ts';
import type { Clock } from '../../ports/ports.ts';
import type { Promisified } from '../../storage/storage.ts';
import type { ReadLine } from './event-line.ts';
import { readEventLine } from './event-line.ts';
import { createImportProblems, type ImportProblem } from './import-problems.ts';
import type { ImportWrites } from './import-store.ts';
import { inspectJson } from './inspect-json.ts';
import { readCsvRows } from './csv-rows.ts';
import { readLines, type FileLine } from './read-lines.ts';
import { isTraceLine, parseTraceLine, traceEvent, type TracePlace } from './trace-line.ts';
import { createTraceOverview } from './trace-overview.ts';

export type ImportFormat = 'jsonl' | 'csv' | 'trace';

/** What became of a file. */
export type ImportReport = {
  /** The session id of the frames of a trace; other events keep theirs. */
  importId: string;
  file: string;
  format: ImportFormat;
  imported: number;
  /** Lines that are not in the store. */
  skipped: number;
  /** Lines that are, with something that should be known about them. */
  noted: number;
  /** The first of both, by line from 1. */
  problems: readonly ImportProblem[];
};

export type ImportOptions = {
  clock: Clock;
  writes: Promisified<ImportWrites>;
  /** Found out from the name and the first line when absent. */
  format?: ImportFormat | undefined;
  signal?: AbortSignal;
  onProgress?: (imported: number) => void;
};

// A frame of the 16 MiB that a socket takes, with every character escaped, and the rest of its line.
const maxLineBytes = 64 * 1024 * 1024;
const batchRows = 500;
const batchChars = 4 * 1024 * 1024;

/** A line that was read: an event and what was noticed, or why it is none. */
type Entry = { line: number } & ReadLine;

/**
 * Reads a file of events into the store, in the order of its lines. What cannot be used is named by line and skipped,
 * the rest is imported.
 * @throws AppError `bad-input` when the file cannot be read, `storage-failed`
 */
export async function importEvents(path: string, options: ImportOptions): Promise<ImportReport> {
  const { clock, writes, signal } = options;
  await requireFile(path);
  const importedMs = clock.nowMs();
  const importId = newImportId(importedMs);
  const format = options.format ?? (await findFormat(path));
  const file = basename(path);
  const problems = createImportProblems();
  let imported = 0;
  let batch = 0;
  let waiting: StampedEvent[] = [];
  let waitingChars = 0;

  async function store(): Promise<void> {
    if (waiting.length === 0) return;
    batch += 1;
    const { skipped } = problems.counts();
    await writes.add({ importId, file, format, importedMs, batch, skipped, events: waiting });
    imported += waiting.length;
    options.onProgress?.(imported);
    waiting = [];
    waitingChars = 0;
  }

  try {
    for await (const entry of entriesOf(path, format, { importId, importedMs })) {
      if (signal?.aborted === true) break;
      if (!entry.ok) {
        problems.add({ line: entry.line, problem: entry.problem, skipped: true });
        continue;
      }
      for (const problem of entry.notes) problems.add({ line: entry.line, problem, skipped: false });
      waiting.push(entry.event);
      waitingChars += entry.event.raw?.length ?? 0;
      if (waiting.length >= batchRows || waitingChars >= batchChars) await store();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  await store();
  return { importId, file, format, imported, ...problems.counts(), problems: problems.named() };
}

function entriesOf(
  path: string,
  format: ImportFormat,
  run: { importId: string; importedMs: number },
): AsyncGenerator<Entry> {
  switch (format) {
    case 'jsonl':
      return inOrderOfTime(jsonEntries(path, readEventLine));
    case 'csv':
      return inOrderOfTime(csvEntries(path));
    case 'trace':
      return inOrderOfTime(traceEntries(path, run));
  }
}

/** Looks at times that go back: the order of recording stays, but somebody should know. */
async function* inOrderOfTime(entries: AsyncGenerator<Entry>): AsyncGenerator<Entry> {
  let beforeMs = Number.NEGATIVE_INFINITY;
  for await (const entry of entries) {
    if (entry.ok && entry.event.wallMs < beforeMs)
      entry.notes.push('its time is before that of the line above');
    if (entry.ok) beforeMs = entry.event.wallMs;
    yield entry;
  }
}

async function* jsonEntries(path: string, read: (value: unknown) => ReadLine): AsyncGenerator<Entry> {
  for await (const fileLine of readLines(path, maxLineBytes)) {
    const { line } = fileLine;
    const parsed = parseJson(fileLine);
    if (!parsed.ok) {
      yield { line, ok: false, problem: parsed.problem };
      continue;
    }
    const entry = read(parsed.value);
    if (entry.ok) entry.notes.push(...notesOn(fileLine));
    yield { line, ...entry };
  }
}

type Parsed = { ok: true; value: unknown } | { ok: false; problem: string };

function parseJson({ text, bytes }: FileLine): Parsed {
  if (text === null) return { ok: false, problem: `it is ${bytes} bytes long; ${maxLineBytes} are read` };
  try {
    return { ok: true, value: parseForeignJson(text) };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

function notesOn({ text, isUtf8 }: FileLine): string[] {
  if (text === null) return [];
  return [...(isUtf8 ? [] : ['bytes that are not UTF-8 became U+FFFD']), ...inspectJson(text)];
}

async function* traceEntries(
  path: string,
  { importId, importedMs }: { importId: string; importedMs: number },
): AsyncGenerator<Entry> {
  const overview = createTraceOverview();
  for await (const fileLine of readLines(path, maxLineBytes)) {
    const parsed = parseJson(fileLine);
    const line = parsed.ok ? parseTraceLine(parsed.value) : parsed;
    if (line.ok && 'line' in line) overview.add(line.line);
  }
  // The last frame is taken for just now, so that a look at the last hour finds the trace.
  const place: TracePlace = {
    sessionId: importId,
    baseMs: importedMs - overview.latestMs(),
    generationOf: (conn) => overview.generationOf(conn),
  };
  yield* jsonEntries(path, (value) => {
    const parsed = parseTraceLine(value);
    return parsed.ok ? traceEvent(parsed.line, place) : parsed;
  });
}

async function* csvEntries(path: string): AsyncGenerator<Entry> {
  for await (const row of readCsvRows(path, maxLineBytes)) {
    const { line } = row;
    if ('problem' in row) yield { line, ok: false, problem: row.problem };
    else yield { line, ...readEventLine(row.value) };
  }
}

async function findFormat(path: string): Promise<ImportFormat> {
  if (path.toLowerCase().endsWith('.csv')) return 'csv';
  try {
    for await (const fileLine of readLines(path, maxLineBytes)) {
      const parsed = parseJson(fileLine);
      if (parsed.ok) return isTraceLine(parsed.value) ? 'trace' : 'jsonl';
      if (fileLine.text?.startsWith('seq,') === true) return 'csv';
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return 'jsonl';
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (!found.isFile()) throw new AppError('bad-input', `${path} is not a file. Give a file of events.`);
}

function unreadable(path: string, cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  return new AppError('bad-input', `${path} cannot be read: ${messageOf(cause)}`, { cause });
}

/** Sorts by time, as session ids do, and says what it is. */
function newImportId(nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `import-${stamp}-${randomBytes(4).toString('hex')}`;
}

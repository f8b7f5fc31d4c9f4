import { createHash, randomBytes } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import type { StampedEvent } from '../../../../shared/events/events.ts';
import {
  captureKinds,
  findLayout,
  type CaptureHints,
  type CaptureKind,
  type Layout,
  type LineShape,
} from '../../event-text/event-text.ts';
import type { Clock } from '../../ports/ports.ts';
import type { Promisified } from '../../storage/storage.ts';
import { entryOf, readFileValues, type Entry } from './file-entries.ts';
import { createImportProblems, type ImportProblem } from './import-problems.ts';
import type { EarlierImport, ImportReads, ImportWrites } from './import-store.ts';
import { stampOf, surveyFile, type Survey } from './survey.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

export type ImportFormat = 'jsonl' | 'csv' | 'trace' | 'monitor' | CaptureKind;

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
  /** Lines that were left out because the store has them already. */
  known: number;
  /** The first of skipped and noted, by line from 1. */
  problems: readonly ImportProblem[];
  /** Frames of which a capture does not tell the time or the direction. */
  estimated: { times: number; directions: number };
};

/** What of a file is in the store already. */
export type KnownEvents = {
  file: string;
  /** Of the events that were looked up. */
  stored: number;
  looked: number;
  /** The import that brought the same events, if one did. */
  earlier: EarlierImport | null;
};
/** To import what is not there yet, all of it once more, or nothing. */
export type KnownAnswer = 'only-new' | 'again' | 'nothing';

export type ImportOptions = {
  clock: Clock;
  writes: Promisified<ImportWrites>;
  reads: Promisified<ImportReads>;
  /** Found out from the content when absent. */
  format?: ImportFormat | undefined;
  /** What is known of a capture beside what it says. */
  hints?: CaptureHints | undefined;
  /** Asked when the store has some of the file's events. */
  onKnown: (known: KnownEvents) => KnownAnswer | Promise<KnownAnswer>;
  signal?: AbortSignal;
  onProgress?: (imported: number) => void;
  /** These are in the store now. */
  onStored?: (events: readonly StampedEvent[]) => void;
};

const batchRows = 500;
// Of the frames themselves, whose audio is let go: what waits longer than the garbage of so many bytes takes to be
// collected becomes old in V8's eyes, and 100 MB of old garbage lay around before it looked there.
const batchBytes = 1024 * 1024;
const hashedBytes = 128 * 1024;

/**
 * Reads a file of events into the store, in the order of its lines. What cannot be used is named by line and skipped,
 * the rest is imported.
 * @throws AppError `bad-input` when the file cannot be read or holds something else, `storage-failed`
 */
export async function importEvents(path: string, options: ImportOptions): Promise<ImportReport> {
  const { clock, writes, reads, signal } = options;
  const importedMs = clock.nowMs();
  const importId = newImportId(importedMs);
  const layout = await layoutFor(path, options);
  const survey = await surveyFile(path, layout, { importId, importedMs, shape: shapeOf(options.format) });
  const format = options.format ?? formatOf(layout, survey);
  const file = basename(path);
  const problems = createImportProblems();
  let imported = 0;
  let batch = 0;
  let waiting: StampedEvent[] = [];
  let waitingBytes = 0;
  let known = 0;
  const estimated = { times: 0, directions: 0 };
  const hash = await hashOf(path);
  const earlier = await reads.importOf({ hash, first: survey.first, events: survey.events });
  const answer = await askIfKnown({ file, survey, earlier }, options);
  const place = answer === 'again' && earlier !== null ? placeOf(survey, earlier) : survey.place;
  const lastSeq = answer === 'only-new' ? await reads.lastSeq() : 0;

  async function store(): Promise<void> {
    if (answer === 'only-new' && waiting.length > 0) {
      const stored = await reads.areStored(waiting.map(stampOf), lastSeq);
      known += stored.filter(Boolean).length;
      waiting = waiting.filter((_event, place) => stored[place] !== true);
    }
    if (waiting.length === 0) return;
    batch += 1;
    const { skipped } = problems.counts();
    await writes.add({ importId, file, format, importedMs, batch, skipped, events: waiting });
    imported += waiting.length;
    options.onStored?.(waiting);
    options.onProgress?.(imported);
    waiting = [];
    waitingBytes = 0;
  }

  for await (const entry of answer === 'nothing' ? [] : entriesOf(path, layout, { ...survey, place })) {
    if (signal?.aborted === true) break;
    if (!entry.ok) {
      problems.add({ line: entry.line, problem: entry.problem, skipped: true });
      continue;
    }
    countEstimates(entry.event, estimated);
    for (const problem of entry.notes) problems.add({ line: entry.line, problem, skipped: false });
    waiting.push(entry.event);
    waitingBytes += Math.max(entry.event.raw?.length ?? 0, entry.event.bytes ?? 0);
    if (waiting.length >= batchRows || waitingBytes >= batchBytes) await store();
  }
  await store();
  if (batch > 0 && signal?.aborted !== true) await writes.finish(importId, hash);
  if (answer === 'nothing') known = survey.events;
  return {
    importId: place.sessionId,
    file,
    format,
    imported,
    ...problems.counts(),
    known,
    problems: problems.named(),
    estimated,
  };
}

/** SHA-256 of a file's bytes; read into one buffer, as a stream would leave as many behind as the file is long. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(hashedBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, hashedBytes);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

function countEstimates({ fields }: StampedEvent, counts: ImportReport['estimated']): void {
  if (!Array.isArray(fields.estimated)) return;
  if (fields.estimated.includes('time')) counts.times += 1;
  if (fields.estimated.includes('direction')) counts.directions += 1;
}

async function layoutFor(
  path: string,
  { format, hints = {} }: Pick<ImportOptions, 'format' | 'hints'>,
): Promise<Layout> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('bad-input', sentence('events.unreadable', { path, why: saidBy(cause) }), {
      cause,
    });
  });
  // It is read more than once, which a pipe cannot be.
  if (!found.isFile()) throw new AppError('bad-input', sentence('events.no-file', { path }));
  const layout = await findLayout(path);
  const tool = captureKinds.find((kind) => kind === format);
  if (tool !== undefined) return { kind: 'capture', tool, hints };
  if (layout.kind === 'capture') return format === undefined ? { ...layout, hints } : { kind: 'lines' };
  if (layout.kind === 'table' && format !== undefined && format !== 'csv') return { kind: 'lines' };
  const isTable = format === 'csv' || (format === undefined && path.toLowerCase().endsWith('.csv'));
  return layout.kind === 'lines' && isTable ? { kind: 'table', delimiter: ',', headLine: 1 } : layout;
}

/** `null` where it shows in the file. */
function shapeOf(format: ImportFormat | undefined): LineShape | null {
  if (format === undefined || format === 'csv') return null;
  if (format === 'jsonl') return 'event';
  return format === 'monitor' ? 'monitor' : 'trace';
}

function formatOf(layout: Layout, { shape }: Survey): ImportFormat {
  if (layout.kind === 'table') return 'csv';
  if (layout.kind === 'capture') return layout.tool;
  return shape === 'event' ? 'jsonl' : shape;
}

async function askIfKnown(
  { file, survey, earlier }: { file: string; survey: Survey; earlier: EarlierImport | null },
  options: ImportOptions,
): Promise<KnownAnswer> {
  const stored = await options.reads.areStored(survey.exported, null);
  const there = stored.filter(Boolean).length;
  if (there === 0 && earlier === null) return 'again';
  const answer = await options.onKnown({ file, stored: there, looked: survey.exported.length, earlier });
  // Frames of a trace have no date: all of them are there, or none.
  return answer === 'only-new' && survey.exported.length === 0 ? 'nothing' : answer;
}

/** Frames of a trace go where they went before, so that they are known for copies. */
function placeOf({ place }: Survey, { firstStored }: EarlierImport): Survey['place'] {
  const { sessionId, wallMs, monoMs } = firstStored;
  return { ...place, sessionId: sessionId ?? place.sessionId, baseMs: Math.round(wallMs - monoMs) };
}

/** Looks at times that go back: the order of recording stays, but somebody should know. */
async function* entriesOf(path: string, layout: Layout, { shape, place }: Survey): AsyncGenerator<Entry> {
  let beforeMs = Number.NEGATIVE_INFINITY;
  for await (const values of readFileValues(path, layout)) {
    for (const read of values) {
      const entry = entryOf(read, shape, place);
      if (entry.ok && entry.event.wallMs < beforeMs) entry.notes.push(sentence('line.time-back'));
      if (entry.ok) beforeMs = entry.event.wallMs;
      yield entry;
    }
  }
}

/** Sorts by time, as session ids do, and says what it is. */
function newImportId(nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `import-${stamp}-${randomBytes(4).toString('hex')}`;
}

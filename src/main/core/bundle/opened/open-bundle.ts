import { basename } from 'node:path';
import { bundleManifestSchema, type OpenedBundle } from '../../../../shared/bundle/bundle.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import {
  healthRowIds,
  type Health,
  type HealthRowId,
  type HealthSpan,
} from '../../../../shared/health/health-row.ts';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { noSuchSession } from '../../../../shared/session/no-such-session.ts';
import type { Handlers } from '../../../../shared/contract/contract.ts';
import { inspectBundle } from '../reading/inspect-bundle.ts';
import { openZip, refused, type OpenZip } from '../reading/read-zip.ts';
import { readZipLines } from '../reading/zip-lines.ts';
import type { BundleTools } from '../source/source.ts';
import { eventFiller, fillSmall, markEvents, openTemporaryDatabase } from './opened-database.ts';
import { alertsIn, analysisIn, eventIn, jsonIn, samplesIn, spansIn } from './opened-rows.ts';
import { sessionsIn } from './opened-sessions.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A bundle whose content can be asked for as the pages ask for what is live. */
export type Opened = {
  overview(): OpenedBundle;
  /** @throws AppError `not-found` for what a bundle has no answer to */
  ask(name: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
};

const smallFiles =
  /^(?:manifest\.json|SUMMARY\.md|duplicates\.json|(?:sessions|health|alerts|transcripts)\.jsonl|(?:memory|network)\.csv)$/;
// Support looks at what happened last; all of a large bundle would take minutes and gigabytes.
const mostEvents = 100_000;
const batchSize = 500;

/**
 * Opens a bundle of anybody. What is small is there at once; events, the newest first, and the check of all hashes follow.
 * @throws AppError `bad-input` when it is no bundle or a hostile one
 */
export async function openBundle(path: string, tools: BundleTools): Promise<Opened> {
  const zip = await openZip(path);
  const place: { close?: () => Promise<void> } = {};
  try {
    const texts = await readSmall(zip);
    const manifest = bundleManifestSchema.safeParse(jsonIn(texts['manifest.json'] ?? '')).data;
    if (manifest === undefined) throw refused(path, sentence('zip.no-manifest'));
    const temporary = await openTemporaryDatabase();
    place.close = () => temporary.close();
    const { db } = temporary;
    const analysis = analysisIn(texts['duplicates.json']);
    const sessions = sessionsIn(texts, analysis);
    const spans = spansIn(texts['health.jsonl']);
    fillSmall(db, { sessions, spans, samples: samplesIn([texts['memory.csv'], texts['network.csv']]) });
    const atMs = Date.parse(manifest.window.to) || Date.parse(manifest.createdAt) || 0;
    const stored = tools.answersOf(db, atMs);

    const { createdAt, version, host, window, findings, missing, files, redactions, canaries } = manifest;
    const state: Pick<OpenedBundle, 'events' | 'check'> = {
      events: { read: 0, isReading: true, problem: null },
      check: { phase: 'running' },
    };
    const stopping = new AbortController();
    const reading = readEvents(zip, eventFiller(db), state, stopping.signal)
      .catch((error: unknown) => {
        state.events = { ...state.events, isReading: false, problem: messageOf(error) };
      })
      .then(() => {
        if (stopping.signal.aborted) return undefined;
        markEvents(db, analysis);
        return check(path, state, stopping.signal);
      });

    const answers: Partial<Handlers> = {
      ...stored,
      'sessions.list': ({ limit }) => Promise.resolve(sessions.slice(0, limit)),
      'sessions.show': ({ sessionId }) => {
        const found = sessions.find((session) => session.sessionId === sessionId);
        return found === undefined ? Promise.reject(noSuchSession(sessionId)) : Promise.resolve(found);
      },
      'transcripts.progress': () => Promise.resolve({ progress: null }),
      'health.get': () => Promise.resolve(healthAt(atMs, spans)),
      'alerts.list': () => Promise.resolve(alertsIn(texts['alerts.jsonl'])),
      'analysis.run': ({ range }) => {
        if (analysis === null) return Promise.reject(nothingOf('duplicates.json'));
        return Promise.resolve(analysisOf(analysis, range.sessionId));
      },
    };
    return {
      overview: () => ({
        fileName: basename(path),
        ...{ createdAt, version, host, window, findings, missing, files, redactions, canaries },
        atMs,
        summary: texts['SUMMARY.md'] ?? '',
        ...state,
      }),
      ask(name, input) {
        const answer = (answers as Record<string, ((input: never) => Promise<unknown>) | undefined>)[name];
        if (answer !== undefined) return answer(input as never);
        return Promise.reject(new AppError('not-found', sentence('bundle.no-answer')));
      },
      async close() {
        stopping.abort();
        await reading;
        zip.close();
        await temporary.close();
      },
    };
  } catch (error) {
    zip.close();
    await place.close?.();
    throw error;
  }
}

async function readSmall(zip: OpenZip): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { name } of zip.entries)
    if (smallFiles.test(name))
      texts[name] = (await zip.read(name, { push: () => undefined, keep: true })).text ?? '';
  return texts;
}

class Enough extends Error {}

async function readEvents(
  zip: OpenZip,
  fill: (events: readonly StoredEvent[]) => void,
  state: Pick<OpenedBundle, 'events'>,
  signal: AbortSignal,
): Promise<void> {
  let batch: StoredEvent[] = [];
  const flush = (): void => {
    fill(batch);
    state.events = { ...state.events, read: state.events.read + batch.length };
    batch = [];
  };
  async function take(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      const event = line === '' ? null : eventIn(line);
      if (event !== null) batch.push(event);
      if (batch.length < batchSize) continue;
      flush();
      // Whoever looks at what is there already is answered in between.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted || state.events.read >= mostEvents) throw new Enough();
    }
  }
  try {
    await readZipLines(zip, 'events.jsonl', take);
    flush();
  } catch (error) {
    if (!isEnough(error)) throw error;
  }
  state.events = { ...state.events, isReading: false };
}

function isEnough(error: unknown): boolean {
  return error instanceof Enough || (error instanceof Error && error.cause instanceof Enough);
}

async function check(path: string, state: Pick<OpenedBundle, 'check'>, signal: AbortSignal): Promise<void> {
  try {
    const { inspection } = await inspectBundle(path, [], signal);
    const { problems, leaks } = inspection;
    state.check = { phase: 'done', problems, leaks };
  } catch (error) {
    if (!signal.aborted) state.check = { phase: 'failed', message: messageOf(error) };
  }
}

function analysisOf(
  analysis: Awaited<ReturnType<Handlers['analysis.run']>>,
  sessionId: string | undefined,
): typeof analysis {
  if (sessionId === undefined) return analysis;
  const findings = analysis.findings.filter((finding) => finding.sessionId === sessionId);
  const byCause = analysis.byCause.filter(({ cause }) => findings.some((finding) => finding.cause === cause));
  return { ...analysis, findings, byCause };
}

function nothingOf(file: string): AppError {
  return new AppError('not-found', sentence('bundle.part-missing', { file }));
}

const titles: Readonly<Record<HealthRowId, string>> = {
  target: 'Target',
  system: 'System sound',
  microphone: 'Microphone',
  recording: 'Recording',
  queue: 'Queue',
  sockets: 'Queue in the sockets',
  processing: 'Processing',
  errors: 'Errors',
  results: 'Results',
  store: 'Event store',
  engine: 'Speech engine',
  disk: 'Disk',
  network: 'Network',
  process: 'Process',
};

/** The last that was known of each row. */
function healthAt(atMs: number, spans: readonly HealthSpan[]): Health {
  const rows = healthRowIds.flatMap((id) => {
    const last = spans.findLast((span) => span.id === id);
    if (last === undefined) return [];
    const { level, value, fromMs } = last;
    return [
      {
        ...{ id, title: titles[id], level, value, limit: null, sinceMs: fromMs },
        ...{ eventIds: [], next: null, isExpected: true },
      },
    ];
  });
  return { atMs, rows };
}

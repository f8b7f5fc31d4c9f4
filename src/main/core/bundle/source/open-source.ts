import type { Database } from 'better-sqlite3';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { BundleRequest } from '../../../../shared/bundle/bundle.ts';
import { createRedactor } from '../../redaction/redaction.ts';
import { knownSecrets, ownIds, privateValues } from './known-values.ts';
import { openDatabaseCopy } from './open-database-copy.ts';
import type { BundleTools, DatabaseQuestions, Source, Window } from './source.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

const dayMs = 86_400_000;

export type SourceOptions = {
  home: string;
  version: string;
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  /** Of the host's own key store. */
  secrets: readonly string[];
};

/**
 * Opens a data folder for reading. What cannot be read is said in `missing`.
 * @throws AppError `not-found` for a session that is not there
 */
export async function openSource(
  options: SourceOptions & { signal: AbortSignal },
  request: BundleRequest,
  tools: BundleTools,
): Promise<Source & { secrets: string[] }> {
  const { home } = options;
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bundle-'));
  let db: Database | null = null;
  const close = async (): Promise<void> => {
    db?.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const missing: string[] = [];
    const opened = await openDatabaseCopy(home, folder);
    ({ db } = opened);
    if (opened.problem !== null) missing.push(opened.problem);
    const { settings, problem } = await readSettings(home);
    if (problem !== null) missing.push(problem);
    // What looks at settings elsewhere moves damaged ones aside: it gets a copy.
    if (settings !== null)
      await writeFile(join(folder, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
    const secrets = await knownSecrets({ ...options, settings, given: options.secrets });
    const known = privateValues({ db, settings, home, withSpoken: request.include.includes('transcripts') });
    return {
      ...options,
      db,
      questions: questionsTo(db, tools, missing),
      database: opened.state,
      settings,
      settingsProblem: problem,
      window: windowOf(db, request, missing),
      mostLines: mostLinesOf(request),
      redactor: createRedactor({ secrets, privateValues: known, ids: ownIds(db) }),
      missing,
      secrets,
      scratch: folder,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

// Of a usual file of 25 MB 50,000, a day of meetings. Measured with half a gigabyte of events: 20 s of CPU for twice as many.
const linesOfMegabyte = 2_000;
const fewestLines = 10_000;

function mostLinesOf({ maxBytes }: BundleRequest): number {
  return Math.max(fewestLines, Math.round((maxBytes / 1024 ** 2) * linesOfMegabyte));
}

function questionsTo(db: Database | null, tools: BundleTools, missing: string[]): DatabaseQuestions | null {
  if (db === null) return null;
  try {
    return tools.ask(db);
  } catch (error) {
    missing.push(
      `Receipts and the analysis of duplicates can't be made of this database: ${messageOf(error)}`,
    );
    return null;
  }
}

async function readSettings(home: string): Promise<{ settings: unknown; problem: string | null }> {
  try {
    return {
      settings: JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')) as unknown,
      problem: null,
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { settings: null, problem: null };
    // The reason would repeat what is in the file.
    const why = error instanceof SyntaxError ? 'they are not JSON' : messageOf(error);
    return { settings: null, problem: say('copy.settings-unreadable', { why }) };
  }
}

/** Without a wish: the last day of what is recorded, which of a dead home may be long ago. */
function windowOf(db: Database | null, { windowMs, sessionId }: BundleRequest, missing: string[]): Window {
  const nowMs = Date.now();
  if (sessionId !== null) return windowOfSession(db, sessionId, nowMs);
  if (windowMs !== null) {
    const newest = newestMs(db);
    if (newest !== null && newest < nowMs - windowMs)
      missing.push(
        `Nothing was recorded in this time. The newest event is of ${new Date(newest).toISOString()}: choose a longer time to have it.`,
      );
    return { fromMs: nowMs - windowMs, toMs: nowMs, sessionId };
  }
  const toMs = newestMs(db) ?? nowMs;
  return { fromMs: Math.min(toMs, nowMs) - dayMs, toMs: nowMs, sessionId };
}

function newestMs(db: Database | null): number | null {
  try {
    const sql = 'SELECT wall_ms AS at FROM events ORDER BY seq DESC LIMIT 1';
    return db?.prepare<[], { at: number }>(sql).get()?.at ?? null;
  } catch {
    return null;
  }
}

const aroundMs = 300_000;

function windowOfSession(db: Database | null, sessionId: string, nowMs: number): Window {
  const row = db
    ?.prepare<[string], { startedMs: number; endedMs: number | null }>(
      'SELECT started_ms AS startedMs, ended_ms AS endedMs FROM sessions WHERE session_id = ?',
    )
    .get(sessionId);
  const events = db
    ?.prepare<[string], { first: number | null; last: number | null }>(
      'SELECT min(wall_ms) AS first, max(wall_ms) AS last FROM events WHERE session_id = ?',
    )
    .get(sessionId);
  const fromMs = row?.startedMs ?? events?.first ?? null;
  if (fromMs === null)
    throw new AppError('not-found', sentence('bundle.no-such-session'), {
      action: { do: 'list-sessions' },
    });
  return { fromMs: fromMs - aroundMs, toMs: (row?.endedMs ?? events?.last ?? nowMs) + aroundMs, sessionId };
}

import type { Database } from 'better-sqlite3';
import type { SentRequest } from './quota.ts';

export type RequestReads = {
  /** What was sent to an engine since then, oldest first. */
  list(engine: string, sinceMs: number): SentRequest[];
};

export function requestReads(db: Database): RequestReads {
  const requests = db.prepare<[string, number], SentRequest>(
    'SELECT sent_ms AS sentMs, billed_sec AS billedSec FROM engine_requests WHERE engine = ? AND sent_ms >= ? ORDER BY sent_ms',
  );
  return { list: (engine, sinceMs) => requests.all(engine, sinceMs) };
}

/** A request that is about to be made. */
export type NotedRequest = { engine: string; nowMs: number; billedSec: number };

// Long enough for an engine's hour and day.
const keepRequestsMs = 2 * 86_400_000;

/** Notes requests, and forgets those that no limit counts any more. Runs within the caller's transaction. */
export function createRequestNotes(db: Database): (request: NotedRequest) => void {
  const insert = db.prepare<[string, number, number]>(
    'INSERT INTO engine_requests (engine, sent_ms, billed_sec) VALUES (?, ?, ?)',
  );
  const forgetOld = db.prepare<[number]>('DELETE FROM engine_requests WHERE sent_ms < ?');
  return ({ engine, nowMs, billedSec }) => {
    forgetOld.run(nowMs - keepRequestsMs);
    insert.run(engine, nowMs, billedSec);
  };
}

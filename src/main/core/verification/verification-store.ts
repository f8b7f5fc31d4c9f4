import type { Database } from 'better-sqlite3';
import type { VerificationRun } from '../../../shared/verification/verification.ts';
import { saidOf, sentence, tellAll } from '../../../shared/words/all-words.ts';

export type VerificationWrites = {
  /** Keeps a run as it is now. The oldest beyond {@link mostRuns} are forgotten. */
  save(run: VerificationRun, atMs: number): void;
  /** What a process that is gone left running is interrupted. Answers how many. */
  closeLost(atMs: number): number;
};

// A year of runs by the hour would be 9,000; their events are gone long before.
const mostRuns = 1_000;
// A run says that it lives at least so often.
export const signOfLifeMs = 30_000;

export function verificationWrites(db: Database): VerificationWrites {
  const save = db.prepare<{
    runId: string;
    startedAt: string;
    target: string;
    state: string;
    run: string;
    ms: number;
  }>(`
    INSERT INTO verification_runs (run_id, started_at, target, state, run, updated_ms)
    VALUES (@runId, @startedAt, @target, @state, @run, @ms)
    ON CONFLICT (run_id) DO UPDATE SET state = @state, target = @target, run = @run, updated_ms = @ms`);
  const prune = db.prepare(`
    DELETE FROM verification_runs WHERE run_id NOT IN
      (SELECT run_id FROM verification_runs ORDER BY started_at DESC LIMIT ${mostRuns})`);
  const lost = db.prepare<[number], { run: string }>(
    `SELECT run FROM verification_runs WHERE state IN ('running', 'paused') AND updated_ms < ?`,
  );
  const write = (run: VerificationRun, ms: number): void => {
    const { runId, startedAt, target, state } = run;
    save.run({ runId, startedAt, target, state, run: JSON.stringify(run), ms });
  };
  const closeLost = db.transaction((atMs: number) => {
    const runs = lost.all(atMs - 2 * signOfLifeMs).map(({ run }) => JSON.parse(run) as VerificationRun);
    for (const run of runs) {
      const unfinished = run.unfinished && { ...run.unfinished, wasPaused: run.state === 'paused' };
      const told = tellAll({ summary: sentence('verify.interrupted', { summary: saidOf(run, 'summary') }) });
      write({ ...run, unfinished, state: 'interrupted', passed: false, ...told }, atMs);
    }
    return runs.length;
  });
  const saveAndPrune = db.transaction((run: VerificationRun, atMs: number) => {
    write(run, atMs);
    prune.run();
  });
  return {
    save: (run, atMs) => saveAndPrune.immediate(run, atMs),
    closeLost: (atMs) => closeLost.immediate(atMs),
  };
}

/** Runs as they were stored, perhaps by an earlier version: `keptRuns` reads them as those of today. */
export type VerificationReads = {
  find(runId: string): unknown;
  /** The newest that the next start of an app that stays goes on with, as it was left. */
  unfinished(): unknown;
  /** Newest first; of one target when it is named. */
  list(filter: { target?: string | undefined; limit: number }): unknown[];
};

export function verificationReads(db: Database): VerificationReads {
  const find = db.prepare<[string], { run: string }>('SELECT run FROM verification_runs WHERE run_id = ?');
  const list = db.prepare<{ target: string | null; limit: number }, { run: string }>(`
    SELECT run FROM verification_runs WHERE @target IS NULL OR target = @target
    ORDER BY started_at DESC, run_id DESC LIMIT @limit`);
  const unfinished = db.prepare<[], { run: string }>(`
    SELECT run FROM verification_runs
    WHERE state IN ('running', 'paused', 'interrupted') AND run ->> '$.unfinished.goesOnByItself' = 1
    ORDER BY started_at DESC, run_id DESC LIMIT 1`);
  const parsed = (row: { run: string } | undefined): unknown =>
    row === undefined ? null : JSON.parse(row.run);
  return {
    find: (runId) => parsed(find.get(runId)),
    unfinished: () => parsed(unfinished.get()),
    list: ({ target, limit }) => list.all({ target: target ?? null, limit }).map(parsed),
  };
}

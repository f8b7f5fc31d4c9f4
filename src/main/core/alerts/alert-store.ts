import type { Database } from 'better-sqlite3';
import type { Alert, AlertRule } from '../../../shared/events/alerts.ts';

/** What asks for an alert. Whether it becomes one, the cool-down decides. */
export type AlertClaim = {
  rule: AlertRule;
  atMs: number;
  count: number;
  threshold: number;
  sentence: string;
  /** No alert of the rule is raised again for so long after the last, whether it was acknowledged or not. */
  coolDownMs: number;
};

export type AlertWrites = {
  /** Raises an alert, or adds to the rule's open one. `null` while it cools down. */
  raise(claim: AlertClaim): Alert | null;
  /** Acknowledges one, or all that are open. */
  acknowledge(id: number | null, atMs: number): void;
};

const columns = `id, rule, raised_ms AS raisedMs, last_raised_ms AS lastRaisedMs, times_raised AS timesRaised, count,
  threshold, sentence, acknowledged_ms AS acknowledgedMs`;

/** Several processes may raise alerts of one store, so the cool-down is kept here and not in their memory. */
export function alertWrites(db: Database): AlertWrites {
  const newest = db.prepare<[string], Alert>(
    `SELECT ${columns} FROM alerts WHERE rule = ? ORDER BY id DESC LIMIT 1`,
  );
  const insert = db.prepare<AlertClaim>(`
    INSERT INTO alerts (rule, raised_ms, last_raised_ms, count, threshold, sentence)
    VALUES (@rule, @atMs, @atMs, @count, @threshold, @sentence)`);
  const addTo = db.prepare<AlertClaim & { id: number }>(`
    UPDATE alerts
    SET last_raised_ms = @atMs, times_raised = times_raised + 1, count = @count, threshold = @threshold,
      sentence = @sentence
    WHERE id = @id`);
  const acknowledge = db.prepare<{ id: number | null; atMs: number }>(`
    UPDATE alerts SET acknowledged_ms = @atMs WHERE acknowledged_ms IS NULL AND (@id IS NULL OR id = @id)`);
  const raise = db.transaction((claim: AlertClaim) => {
    const last = newest.get(claim.rule);
    // A clock that was set back must not silence a rule until it has caught up.
    const sinceLastMs = last === undefined ? Number.POSITIVE_INFINITY : claim.atMs - last.lastRaisedMs;
    if (sinceLastMs >= 0 && sinceLastMs < claim.coolDownMs) return null;
    if (last?.acknowledgedMs === null) addTo.run({ ...claim, id: last.id });
    else insert.run(claim);
    return newest.get(claim.rule) ?? null;
  });
  return {
    raise: (claim) => raise.immediate(claim),
    acknowledge: (id, atMs) => void acknowledge.run({ id, atMs }),
  };
}

export type AlertReads = {
  /** Newest first. */
  list(filter: { limit: number; openOnly: boolean }): Alert[];
};

export function alertReads(db: Database): AlertReads {
  const list = db.prepare<{ limit: number; openOnly: number }, Alert>(`
    SELECT ${columns} FROM alerts WHERE @openOnly = 0 OR acknowledged_ms IS NULL
    ORDER BY last_raised_ms DESC, id DESC LIMIT @limit`);
  return { list: ({ limit, openOnly }) => list.all({ limit, openOnly: openOnly ? 1 : 0 }) };
}

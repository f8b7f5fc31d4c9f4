import type { Database } from 'better-sqlite3';
import { noChunks } from '../../../../shared/session/no-counts.ts';
import type { ChunkCounts } from '../../../../shared/session/session.ts';
import type { ChunkRef } from '../../ports/ports.ts';

/**
 * `sent` means handed to the socket, `delivered` that the target's pong proved that it was read, `refused` that the
 * target closes the connection on it, so that it is sent only when somebody asks for that. `unconfirmed` was sent to a
 * target that proves nothing. `answered` was delivered, and the target has said what it heard in it.
 */
export type ChunkState =
  'silent' | 'queued' | 'sent' | 'delivered' | 'unconfirmed' | 'answered' | 'refused' | 'expired';

/** Which outbox a chunk is in. */
export type OutboxKey = { sessionId: string; target: string; track: string };

/** A chunk that was cut, or the state that one has come to. `sent` counts one more attempt. */
export type ChunkChange =
  | { kind: 'cut'; firstSample: number; sampleCount: number; crc: number; silent: boolean }
  | { kind: 'state'; firstSample: number; state: ChunkState };

export type OutboxWrites = {
  /** All changes in one transaction, in order. */
  save(key: OutboxKey, changes: readonly ChunkChange[]): void;
  /** Forgets what was sent of a session to a target, so that all of it can be sent again. */
  forget(sessionId: string, target: string): void;
};

export function outboxWrites(db: Database): OutboxWrites {
  const insert = db.prepare<
    OutboxKey & { firstSample: number; sampleCount: number; crc: number; state: ChunkState }
  >(`
    INSERT INTO outbox (session_id, target, track, first_sample, sample_count, crc, state)
    VALUES (@sessionId, @target, @track, @firstSample, @sampleCount, @crc, @state)
    -- The answer to an earlier try may have been lost.
    ON CONFLICT DO NOTHING`);
  const mark = db.prepare<OutboxKey & { firstSample: number; state: ChunkState }>(`
    UPDATE outbox SET state = @state, attempts = attempts + (@state = 'sent')
    WHERE session_id = @sessionId AND target = @target AND track = @track AND first_sample = @firstSample
      AND CASE @state
        WHEN 'answered' THEN state = 'delivered'
        WHEN 'queued' THEN state <> 'expired'
        ELSE state NOT IN ('delivered', 'unconfirmed', 'answered', 'expired') END`);
  const saveAll = db.transaction((key: OutboxKey, changes: readonly ChunkChange[]) => {
    for (const change of changes) {
      if (change.kind === 'cut') {
        const { firstSample, sampleCount, crc, silent } = change;
        insert.run({ ...key, firstSample, sampleCount, crc, state: silent ? 'silent' : 'queued' });
      } else {
        mark.run({ ...key, firstSample: change.firstSample, state: change.state });
      }
    }
  });
  const forget = db.prepare<[string, string]>('DELETE FROM outbox WHERE session_id = ? AND target = ?');
  return {
    save: (key, changes) => saveAll.immediate(key, changes),
    forget: (sessionId, target) => void forget.run(sessionId, target),
  };
}

export type OutboxReads = {
  count(sessionId: string): ChunkCounts;
  /** What a target has not got yet of a session, in order. */
  listUndelivered(sessionId: string, target: string): ChunkRef[];
  /** The end of what was queued of a session for a target, samples; 0 when nothing was. */
  queuedUpTo(sessionId: string, target: string): number;
  /** Sessions with chunks that were not delivered, oldest first, and the targets that they are for. */
  listUnsent(): { sessionId: string; target: string }[];
  /** Every chunk of a session, in order. */
  list(sessionId: string): StoredChunk[];
};

/** A chunk with how far it came. */
export type StoredChunk = ChunkRef & { target: string; state: ChunkState };

export function outboxReads(db: Database): OutboxReads {
  const count = db.prepare<[string], ChunkCounts>(`
    SELECT count(*) AS captured,
      count(*) FILTER (WHERE state = 'silent') AS silent,
      count(*) FILTER (WHERE attempts > 0) AS sent,
      count(*) FILTER (WHERE state IN ('delivered', 'answered')) AS delivered,
      count(*) FILTER (WHERE state = 'unconfirmed') AS unconfirmed,
      coalesce(sum(max(attempts - 1, 0)), 0) AS retried,
      count(*) FILTER (WHERE state IN ('queued', 'sent')) AS pending
    FROM outbox WHERE session_id = ?`);
  const columns =
    'id, target, first_sample AS firstSample, sample_count AS sampleCount, crc, attempts, state';
  const undelivered = db.prepare<[string, string], StoredChunk>(
    `SELECT ${columns} FROM outbox
     WHERE session_id = ? AND target = ? AND state IN ('queued', 'sent', 'refused') ORDER BY first_sample`,
  );
  const end = db.prepare<[string, string], { end: number | null }>(
    'SELECT max(first_sample + sample_count) AS end FROM outbox WHERE session_id = ? AND target = ?',
  );
  const unsent = db.prepare<[], { sessionId: string; target: string }>(
    `SELECT session_id AS sessionId, target FROM outbox
     WHERE state IN ('queued', 'sent') GROUP BY session_id, target ORDER BY min(id)`,
  );
  const all = db.prepare<[string], StoredChunk>(
    `SELECT ${columns} FROM outbox WHERE session_id = ? ORDER BY first_sample, id`,
  );
  return {
    count: (sessionId) => count.get(sessionId) ?? noChunks,
    listUndelivered: (sessionId, target) => undelivered.all(sessionId, target),
    queuedUpTo: (sessionId, target) => end.get(sessionId, target)?.end ?? 0,
    listUnsent: () => unsent.all(),
    list: (sessionId) => all.all(sessionId),
  };
}

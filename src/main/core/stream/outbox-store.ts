import type { Database } from 'better-sqlite3';
import type { ChunkCounts } from '../../../shared/session.ts';

/** A chunk by reference: where its audio lies on disk, and how far it came. */
export type ChunkRef = {
  id: number;
  firstSample: number;
  sampleCount: number;
  crc: number;
  attempts: number;
};

/** `sent` means handed to the socket, `delivered` that the target's pong proved that it was read. */
export type ChunkState = 'queued' | 'sent' | 'delivered' | 'expired';

export type NewChunk = {
  sessionId: string;
  target: string;
  track: string;
  firstSample: number;
  sampleCount: number;
  crc: number;
};

export type OutboxWrites = {
  /** Answers the chunk's id. */
  enqueueChunk(chunk: NewChunk): number;
  /** Sets states in one transaction. `sent` counts one more attempt. */
  markChunks(changes: readonly { id: number; state: ChunkState }[]): void;
};

export function outboxWrites(db: Database): OutboxWrites {
  const insert = db.prepare<NewChunk>(`
    INSERT INTO outbox (session_id, target, track, first_sample, sample_count, crc, state)
    VALUES (@sessionId, @target, @track, @firstSample, @sampleCount, @crc, 'queued')`);
  const mark = db.prepare<{ id: number; state: ChunkState }>(`
    UPDATE outbox SET state = @state, attempts = attempts + (@state = 'sent')
    WHERE id = @id AND state NOT IN ('delivered', 'expired')`);
  const markAll = db.transaction((changes: readonly { id: number; state: ChunkState }[]) => {
    for (const change of changes) mark.run(change);
  });
  return {
    enqueueChunk: (chunk) => Number(insert.run(chunk).lastInsertRowid),
    markChunks: (changes) => markAll(changes),
  };
}

export type OutboxReads = { countChunks(sessionId: string): ChunkCounts };

export function outboxReads(db: Database): OutboxReads {
  const count = db.prepare<[string], Omit<ChunkCounts, 'silent'>>(`
    SELECT count(*) AS captured,
      count(*) FILTER (WHERE attempts > 0) AS sent,
      count(*) FILTER (WHERE state = 'delivered') AS delivered,
      coalesce(sum(max(attempts - 1, 0)), 0) AS retried,
      count(*) FILTER (WHERE state IN ('queued', 'sent')) AS pending
    FROM outbox WHERE session_id = ?`);
  return {
    countChunks(sessionId) {
      const counts = count.get(sessionId);
      return { captured: 0, sent: 0, delivered: 0, retried: 0, pending: 0, ...counts, silent: 0 };
    },
  };
}

import type { Database } from 'better-sqlite3';
import { noChunks } from '../../../../shared/session/no-counts.ts';
import type { ChunkCounts } from '../../../../shared/session/session.ts';

export type TranscriptWrites = {
  /** The transcript of a session by an engine that is to be worked on; made when there is none. */
  open(sessionId: string, engine: string, atMs: number): number;
  /** A further one by the same engine. */
  add(sessionId: string, engine: string, atMs: number): number;
  /** Every segment of the session is a job now. */
  markCut(transcriptId: number): void;
  /** Nothing more is to be done for it until somebody asks again. */
  cancel(transcriptId: number): void;
};

export function transcriptWrites(db: Database): TranscriptWrites {
  const find = db.prepare<[string, string], { id: number }>(
    'SELECT id FROM transcripts WHERE session_id = ? AND engine = ? ORDER BY id DESC LIMIT 1',
  );
  const insert = db.prepare<[string, string, number]>(
    'INSERT INTO transcripts (session_id, engine, created_ms) VALUES (?, ?, ?)',
  );
  const cut = db.prepare<[number]>('UPDATE transcripts SET is_cut = 1 WHERE id = ?');
  const cancel = db.prepare<[number]>('UPDATE transcripts SET is_cancelled = 1 WHERE id = ?');
  const add = (sessionId: string, engine: string, atMs: number): number =>
    Number(insert.run(sessionId, engine, atMs).lastInsertRowid);
  return {
    add,
    open: (sessionId, engine, atMs) => find.get(sessionId, engine)?.id ?? add(sessionId, engine, atMs),
    markCut: (transcriptId) => void cut.run(transcriptId),
    cancel: (transcriptId) => void cancel.run(transcriptId),
  };
}

/** One engine's transcript of a session, with how far it came. */
export type TranscriptRow = {
  id: number;
  sessionId: string;
  engine: string;
  createdMs: number;
  isCut: boolean;
  segments: number;
  done: number;
  parked: number;
  waiting: number;
  speechSec: number;
  billedSec: number;
  costUsd: number;
  answersLost: number;
  /** Why the first one that waits or is parked does. */
  reason: string | null;
};

export type TranscriptReads = {
  list(sessionId: string): TranscriptRow[];
  /** Transcripts with something left to do, oldest first. */
  listUnfinished(): TranscriptRow[];
  /** The shown transcript's segments span by span, in the shape in which sent chunks are reported. */
  listSpans(sessionId: string): SentSpan[];
  /** Segments without words, of the shown transcript or of another one of the session, in meeting order. */
  listMissing(sessionId: string, transcriptId?: number): MissingSegment[];
  /** Segments of the shown transcript by how far they came. */
  countSegments(sessionId: string): ChunkCounts;
};

/** A stretch of speech without words, in samples. `isOver`: none will come unless somebody asks again. */
export type MissingSegment = {
  track: string;
  firstSample: number;
  endSample: number;
  isOver: boolean;
  reason: string | null;
};

/** A stretch of speech that was or is to be sent to an engine. `expired`: it has no words yet. */
export type SentSpan = {
  target: string;
  state: 'delivered' | 'expired';
  attempts: number;
  firstSample: number;
  sampleCount: number;
};

const sampleRateHz = 16_000;
const shown = '(SELECT min(id) FROM transcripts WHERE session_id = ?)';

export function transcriptReads(db: Database): TranscriptReads {
  const transcripts = `
    SELECT t.id, t.session_id AS sessionId, t.engine, t.created_ms AS createdMs, t.is_cut AS isCut,
      count(j.id) AS segments,
      count(*) FILTER (WHERE j.state = 'done') AS done,
      count(*) FILTER (WHERE j.state = 'parked') AS parked,
      count(*) FILTER (WHERE j.state IN ('queued', 'waiting', 'running')) AS waiting,
      coalesce(sum(j.speech_samples), 0) * 1.0 / ${sampleRateHz} AS speechSec,
      coalesce(sum(j.billed_sec), 0) AS billedSec,
      coalesce(sum(j.cost_usd), 0) AS costUsd,
      coalesce(sum(j.answers_lost), 0) AS answersLost,
      (SELECT reason FROM segment_jobs r WHERE r.transcript_id = t.id AND r.reason IS NOT NULL
        ORDER BY r.first_sample LIMIT 1) AS reason
    FROM transcripts t LEFT JOIN segment_jobs j ON j.transcript_id = t.id`;
  const ofSession = db.prepare<[string], RawTranscript>(
    `${transcripts} WHERE t.session_id = ? GROUP BY t.id ORDER BY t.id`,
  );
  const unfinished = db.prepare<[], RawTranscript>(
    `${transcripts} GROUP BY t.id HAVING t.is_cancelled = 0 AND (t.is_cut = 0 OR waiting > 0) ORDER BY t.id`,
  );
  const spans = db.prepare<[string], SentSpan>(`
    SELECT t.engine AS target, iif(j.state = 'done', 'delivered', 'expired') AS state, min(j.tries, 1) AS attempts,
      s.value ->> 0 AS firstSample, s.value ->> 1 AS sampleCount
    FROM segment_jobs j JOIN transcripts t ON t.id = j.transcript_id, json_each(j.spans) s
    WHERE j.transcript_id = ${shown} ORDER BY firstSample`);
  const missing = db.prepare<[number | null, string], Omit<MissingSegment, 'isOver'> & { isOver: number }>(`
    SELECT track, first_sample AS firstSample, end_sample AS endSample, state = 'parked' AS isOver, reason
    FROM segment_jobs WHERE transcript_id = coalesce(?, ${shown}) AND state <> 'done' ORDER BY first_sample`);
  const countAll = db.prepare<[string], ChunkCounts>(`
    SELECT count(*) AS captured, 0 AS silent,
      count(*) FILTER (WHERE tries > 0) AS sent,
      count(*) FILTER (WHERE state = 'done') AS delivered, 0 AS unconfirmed,
      coalesce(sum(max(tries - 1, 0)), 0) AS retried,
      count(*) FILTER (WHERE state NOT IN ('done', 'parked')) AS pending
    FROM segment_jobs WHERE transcript_id = ${shown}`);
  return {
    list: (sessionId) => ofSession.all(sessionId).map(transcriptOf),
    listUnfinished: () => unfinished.all().map(transcriptOf),
    listSpans: (sessionId) => spans.all(sessionId),
    listMissing: (sessionId, transcriptId) =>
      missing.all(transcriptId ?? null, sessionId).map((row) => ({ ...row, isOver: row.isOver === 1 })),
    countSegments: (sessionId) => countAll.get(sessionId) ?? noChunks,
  };
}

type RawTranscript = Omit<TranscriptRow, 'isCut'> & { isCut: number };

function transcriptOf(row: RawTranscript): TranscriptRow {
  return { ...row, isCut: row.isCut === 1 };
}

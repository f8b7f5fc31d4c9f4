import type { Database } from 'better-sqlite3';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import type { ChunkCounts, TranscriptLine } from '../../../../shared/session/session.ts';
import type { KeptAnswer } from '../words/finished-segment.ts';
import type { Segment, Span } from '../segments/segmenter.ts';
import type { SentRequest } from '../limits/quota.ts';

/** `waiting` is for a moment or for somebody; `parked` for good, unless somebody asks for another try. */
export type JobState = 'queued' | 'running' | 'done' | 'waiting' | 'parked';

/** A segment and what became of it. */
export type Job = {
  id: number;
  transcriptId: number;
  sessionId: string;
  track: SourceName;
  firstSample: number;
  endSample: number;
  spans: Span[];
  overlapSamples: number;
  continues: boolean;
  speechSamples: number;
  state: JobState;
  tries: number;
  failures: number;
  reason: string | null;
  untilMs: number | null;
  answer: KeptAnswer | null;
};

export type JobWrites = {
  /** The transcript of a session by an engine that is to be worked on; made when there is none. */
  openTranscript(sessionId: string, engine: string, atMs: number): number;
  /** A further one by the same engine. */
  addTranscript(sessionId: string, engine: string, atMs: number): number;
  addJobs(transcriptId: number, track: SourceName, segments: readonly Segment[]): void;
  /** Every segment of the session is a job now. */
  markCut(transcriptId: number): void;
  /**
   * Notes a request before it is made, so that none is made unnoted. False when the job is not to be worked on any
   * more: somebody else has it, or it is gone.
   */
  startJob(
    jobId: number,
    request: { pid: number; engine: string; nowMs: number; billedSec: number },
  ): boolean;
  /** The words and the state of the job in one transaction. */
  finishJob(jobId: number, result: JobResult): void;
  /** The job has no words, now or for good; words of the segment before that waited for it are released. */
  setJobAside(jobId: number, change: JobSetback): void;
  /** Gives those that failed or wait another try. Answers how many there are. */
  retryJobs(transcriptId: number): number;
  /** Nothing more is to be done for it until somebody asks again. */
  cancelTranscript(transcriptId: number): void;
  /** Jobs that processes which are gone left running: `alive` are the ones that are not. */
  releaseJobs(transcriptId: number, alive: readonly number[]): void;
  setSessionEngine(sessionId: string, engine: string | null): void;
};

/** What a request costs. */
export type Bill = { billedSec: number; costUsd: number };

export type JobSetback = {
  state: 'queued' | 'waiting' | 'parked';
  reason: string | null;
  untilMs: number | null;
  /** Whether it counts towards parking the job. */
  counts: boolean;
  /** Set when nobody knows whether the engine heard it: it may have been billed. */
  lost: Bill | null;
  released: { jobId: number; answer: KeptAnswer; lines: readonly TranscriptLine[] } | null;
};

export type JobResult = {
  answer: KeptAnswer;
  lines: readonly TranscriptLine[];
  previous: { jobId: number; answer: KeptAnswer } | null;
  bill: Bill;
};

type JobRow = Omit<Job, 'spans' | 'continues' | 'answer'> & {
  spans: string;
  continues: number;
  answer: string | null;
};

const columns = `id, transcript_id AS transcriptId, session_id AS sessionId, track, first_sample AS firstSample,
  end_sample AS endSample, spans, overlap_samples AS overlapSamples, continues, speech_samples AS speechSamples,
  state, tries, failures, reason, until_ms AS untilMs, answer`;

function jobOf(row: JobRow): Job {
  const spans = (JSON.parse(row.spans) as [number, number][]).map(([firstSample, sampleCount]) => ({
    firstSample,
    sampleCount,
  }));
  const answer = row.answer === null ? null : (JSON.parse(row.answer) as KeptAnswer);
  return { ...row, spans, continues: row.continues === 1, answer };
}

// Long enough for an engine's hour and day.
const keepRequestsMs = 2 * 86_400_000;

export function jobWrites(db: Database): JobWrites {
  const findTranscript = db.prepare<[string, string], { id: number }>(
    'SELECT id FROM transcripts WHERE session_id = ? AND engine = ? ORDER BY id DESC LIMIT 1',
  );
  const insertTranscript = db.prepare<[string, string, number]>(
    'INSERT INTO transcripts (session_id, engine, created_ms) VALUES (?, ?, ?)',
  );
  const insertJob = db.prepare<Record<string, unknown>>(`
    INSERT INTO segment_jobs (transcript_id, session_id, track, first_sample, end_sample, spans, overlap_samples,
      continues, speech_samples, state)
    SELECT @transcriptId, session_id, @track, @firstSample, @endSample, @spans, @overlapSamples, @continues,
      @speechSamples, 'queued' FROM transcripts WHERE id = @transcriptId
    -- The answer to an earlier try may have been lost.
    ON CONFLICT DO NOTHING`);
  const start = db.prepare<[number, number]>(
    `UPDATE segment_jobs SET state = 'running', owner_pid = ?, tries = tries + 1, reason = NULL, until_ms = NULL
     WHERE id = ? AND state IN ('queued', 'waiting')`,
  );
  const insertRequest = db.prepare<[string, number, number]>(
    'INSERT INTO engine_requests (engine, sent_ms, billed_sec) VALUES (?, ?, ?)',
  );
  const forgetRequests = db.prepare<[number]>('DELETE FROM engine_requests WHERE sent_ms < ?');
  const done = db.prepare<[string, number, number, number]>(
    `UPDATE segment_jobs SET state = 'done', owner_pid = NULL, reason = NULL, until_ms = NULL, answer = ?,
       billed_sec = billed_sec + ?, cost_usd = cost_usd + ? WHERE id = ?`,
  );
  const setAnswer = db.prepare<[string, number]>('UPDATE segment_jobs SET answer = ? WHERE id = ?');
  const insertLine = db.prepare<Record<string, unknown>>(`
    INSERT INTO transcript_lines (session_id, start_sec, end_sec, text, speaker, flags, transcript_id, job_id)
    SELECT session_id, @startSec, @endSec, @text, @speaker, @flags, transcript_id, id FROM segment_jobs WHERE id = @jobId`);
  const aside = db.prepare<Record<string, unknown>>(`
    UPDATE segment_jobs SET state = @state, owner_pid = NULL, reason = @reason, until_ms = @untilMs,
      failures = failures + @counts, answers_lost = answers_lost + @isLost,
      billed_sec = billed_sec + @billedSec, cost_usd = cost_usd + @costUsd WHERE id = @jobId`);
  const again = db.prepare<[number]>(
    `UPDATE segment_jobs SET state = 'queued', failures = 0, reason = NULL, until_ms = NULL
     WHERE transcript_id = ? AND state IN ('waiting', 'parked')`,
  );
  const running = db.prepare<[number], { id: number; ownerPid: number | null }>(
    `SELECT id, owner_pid AS ownerPid FROM segment_jobs WHERE transcript_id = ? AND state = 'running'`,
  );
  const loseAnswer = db.prepare<[number]>(
    `UPDATE segment_jobs SET state = 'queued', owner_pid = NULL, answers_lost = answers_lost + 1 WHERE id = ?`,
  );
  const cancel = db.prepare<[number]>('UPDATE transcripts SET is_cancelled = 1 WHERE id = ?');
  const takeUp = db.prepare<[number]>('UPDATE transcripts SET is_cancelled = 0 WHERE id = ?');
  const cut = db.prepare<[number]>('UPDATE transcripts SET is_cut = 1 WHERE id = ?');
  const setEngine = db.prepare<[string | null, string]>(
    'UPDATE sessions SET engine = ? WHERE session_id = ?',
  );

  const addTranscript = (sessionId: string, engine: string, atMs: number): number =>
    Number(insertTranscript.run(sessionId, engine, atMs).lastInsertRowid);

  function addLines(jobId: number, lines: readonly TranscriptLine[]): void {
    for (const line of lines) insertLine.run({ ...line, flags: JSON.stringify(line.flags), jobId });
  }

  return {
    addTranscript,
    openTranscript: (sessionId, engine, atMs) =>
      findTranscript.get(sessionId, engine)?.id ?? addTranscript(sessionId, engine, atMs),
    addJobs: db.transaction((transcriptId: number, track: SourceName, segments: readonly Segment[]) => {
      for (const { spans, overlapSamples, continues, speechSamples } of segments) {
        const first = spans[0]?.firstSample ?? 0;
        const last = spans.at(-1);
        insertJob.run({
          transcriptId,
          track,
          firstSample: first,
          endSample: last === undefined ? first : last.firstSample + last.sampleCount,
          spans: JSON.stringify(spans.map((span) => [span.firstSample, span.sampleCount])),
          overlapSamples,
          continues: continues ? 1 : 0,
          speechSamples,
        });
      }
    }),
    markCut: (transcriptId) => void cut.run(transcriptId),
    startJob: db.transaction((jobId: number, request: Parameters<JobWrites['startJob']>[1]) => {
      if (start.run(request.pid, jobId).changes === 0) return false;
      forgetRequests.run(request.nowMs - keepRequestsMs);
      insertRequest.run(request.engine, request.nowMs, request.billedSec);
      return true;
    }),
    finishJob: db.transaction((jobId: number, result: JobResult) => {
      done.run(JSON.stringify(result.answer), result.bill.billedSec, result.bill.costUsd, jobId);
      if (result.previous !== null)
        setAnswer.run(JSON.stringify(result.previous.answer), result.previous.jobId);
      addLines(jobId, result.lines);
    }),
    setJobAside: db.transaction((jobId: number, change: JobSetback) => {
      const { state, reason, untilMs, counts, lost, released } = change;
      const bill = lost ?? { billedSec: 0, costUsd: 0 };
      aside.run({
        jobId,
        state,
        reason,
        untilMs,
        counts: counts ? 1 : 0,
        isLost: lost === null ? 0 : 1,
        ...bill,
      });
      if (released === null) return;
      setAnswer.run(JSON.stringify(released.answer), released.jobId);
      addLines(released.jobId, released.lines);
    }),
    retryJobs(transcriptId) {
      takeUp.run(transcriptId);
      return again.run(transcriptId).changes;
    },
    cancelTranscript: (transcriptId) => void cancel.run(transcriptId),
    releaseJobs: db.transaction((transcriptId: number, alive: readonly number[]) => {
      for (const { id, ownerPid } of running.all(transcriptId))
        if (ownerPid === null || !alive.includes(ownerPid)) loseAnswer.run(id);
    }),
    setSessionEngine: (sessionId, engine) => void setEngine.run(engine, sessionId),
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

export type JobReads = {
  /** The next one in meeting order; `null` when none is left to be done. */
  nextJob(transcriptId: number): Job | null;
  /** The segments before and after one on its track. */
  neighboursOf(job: Job): { previous: Job | null; next: Job | null };
  /** Where the cutting of a track is to go on. */
  cutUpTo(transcriptId: number, track: string): { endSample: number; continues: boolean } | null;
  listTranscripts(sessionId: string): TranscriptRow[];
  /** Transcripts with something left to do, oldest first. */
  listUnfinishedTranscripts(): TranscriptRow[];
  /** The shown transcript's segments span by span, in the shape in which sent chunks are reported. */
  listSpans(sessionId: string): SentSpan[];
  /** Segments of the shown transcript by how far they came. */
  countSegments(sessionId: string): ChunkCounts;
  /** Processes that were given jobs of a transcript and have not given them back. */
  listOwners(transcriptId: number): number[];
  /** What was sent to an engine since then, oldest first. */
  listRequests(engine: string, sinceMs: number): SentRequest[];
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

export function jobReads(db: Database): JobReads {
  const next = db.prepare<[number], JobRow>(`
    SELECT ${columns} FROM segment_jobs WHERE transcript_id = ? AND state IN ('queued', 'waiting')
    ORDER BY first_sample, track LIMIT 1`);
  const before = db.prepare<[number, string, number], JobRow>(`
    SELECT ${columns} FROM segment_jobs WHERE transcript_id = ? AND track = ? AND first_sample < ?
    ORDER BY first_sample DESC LIMIT 1`);
  const after = db.prepare<[number, string, number], JobRow>(`
    SELECT ${columns} FROM segment_jobs WHERE transcript_id = ? AND track = ? AND first_sample > ?
    ORDER BY first_sample LIMIT 1`);
  const last = db.prepare<[number, string], { endSample: number; continues: number }>(`
    SELECT end_sample AS endSample, continues FROM segment_jobs WHERE transcript_id = ? AND track = ?
    ORDER BY first_sample DESC LIMIT 1`);
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
  const requests = db.prepare<[string, number], SentRequest>(
    'SELECT sent_ms AS sentMs, billed_sec AS billedSec FROM engine_requests WHERE engine = ? AND sent_ms >= ? ORDER BY sent_ms',
  );
  const owners = db.prepare<[number], { pid: number }>(
    `SELECT DISTINCT owner_pid AS pid FROM segment_jobs
     WHERE transcript_id = ? AND state = 'running' AND owner_pid IS NOT NULL`,
  );
  const spans = db.prepare<[string], SentSpan>(`
    SELECT t.engine AS target, iif(j.state = 'done', 'delivered', 'expired') AS state, min(j.tries, 1) AS attempts,
      s.value ->> 0 AS firstSample, s.value ->> 1 AS sampleCount
    FROM segment_jobs j JOIN transcripts t ON t.id = j.transcript_id, json_each(j.spans) s
    WHERE j.transcript_id = ${shown} ORDER BY firstSample`);
  const countAll = db.prepare<[string], ChunkCounts>(`
    SELECT count(*) AS captured, 0 AS silent,
      count(*) FILTER (WHERE tries > 0) AS sent,
      count(*) FILTER (WHERE state = 'done') AS delivered,
      coalesce(sum(max(tries - 1, 0)), 0) AS retried,
      count(*) FILTER (WHERE state NOT IN ('done', 'parked')) AS pending
    FROM segment_jobs WHERE transcript_id = ${shown}`);
  const orNull = (row: JobRow | undefined): Job | null => (row === undefined ? null : jobOf(row));
  return {
    nextJob: (transcriptId) => orNull(next.get(transcriptId)),
    neighboursOf: ({ transcriptId, track, firstSample }) => ({
      previous: orNull(before.get(transcriptId, track, firstSample)),
      next: orNull(after.get(transcriptId, track, firstSample)),
    }),
    cutUpTo(transcriptId, track) {
      const row = last.get(transcriptId, track);
      return row === undefined ? null : { endSample: row.endSample, continues: row.continues === 1 };
    },
    listTranscripts: (sessionId) => ofSession.all(sessionId).map(transcriptOf),
    listUnfinishedTranscripts: () => unfinished.all().map(transcriptOf),
    listSpans: (sessionId) => spans.all(sessionId),
    countSegments: (sessionId) =>
      countAll.get(sessionId) ?? { captured: 0, silent: 0, sent: 0, delivered: 0, retried: 0, pending: 0 },
    listOwners: (transcriptId) => owners.all(transcriptId).map(({ pid }) => pid),
    listRequests: (engine, sinceMs) => requests.all(engine, sinceMs),
  };
}

type RawTranscript = Omit<TranscriptRow, 'isCut'> & { isCut: number };

function transcriptOf(row: RawTranscript): TranscriptRow {
  return { ...row, isCut: row.isCut === 1 };
}

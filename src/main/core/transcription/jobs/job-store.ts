import type { Database } from 'better-sqlite3';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import type { TranscriptLine } from '../../../../shared/session/session.ts';
import type { KeptAnswer } from '../words/finished-segment.ts';
import type { Segment, Span } from '../segments/segmenter.ts';
import { createRequestNotes, type NotedRequest } from '../limits/request-store.ts';

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
  /** The segment whose answer had no words for this stretch of it, which is asked for once more on its own. */
  partOf: number | null;
  state: JobState;
  tries: number;
  failures: number;
  reason: string | null;
  untilMs: number | null;
  answer: KeptAnswer | null;
};

export type JobWrites = {
  add(transcriptId: number, track: SourceName, segments: readonly Segment[]): void;
  /**
   * Notes a request before it is made, so that none is made unnoted. False when the job is not to be worked on any
   * more: somebody else has it, or it is gone.
   */
  start(jobId: number, request: NotedRequest & { pid: number }): boolean;
  /** The words and the state of the job in one transaction. */
  finish(jobId: number, result: JobResult): void;
  /** The job has no words, now or for good; words of the segment before that waited for it are released. */
  setAside(jobId: number, change: JobSetback): void;
  /** Gives those that failed or wait another try. Answers how many there are. */
  retry(transcriptId: number): number;
  /** Jobs that processes which are gone left running: `alive` are the ones that are not. */
  release(transcriptId: number, alive: readonly number[]): void;
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
  /** What it cost where the engine did answer. */
  charged: Bill | null;
  released: { jobId: number; answer: KeptAnswer; lines: readonly TranscriptLine[] } | null;
};

export type JobResult = {
  answer: KeptAnswer;
  lines: readonly TranscriptLine[];
  previous: { jobId: number; answer: KeptAnswer } | null;
  bill: Bill;
  /** Speech of it that the answer has no words for, with what is left of the segment: jobs of their own from now on. */
  unheard?: { segments: readonly Segment[]; kept: { spans: readonly Span[]; speechSamples: number } } | null;
};

type JobRow = Omit<Job, 'spans' | 'continues' | 'answer'> & {
  spans: string;
  continues: number;
  answer: string | null;
};

const columns = `id, transcript_id AS transcriptId, session_id AS sessionId, track, first_sample AS firstSample,
  end_sample AS endSample, spans, overlap_samples AS overlapSamples, continues, speech_samples AS speechSamples,
  part_of AS partOf,
  state, tries, failures, reason, until_ms AS untilMs, answer`;

function jobOf(row: JobRow): Job {
  const spans = (JSON.parse(row.spans) as [number, number][]).map(([firstSample, sampleCount]) => ({
    firstSample,
    sampleCount,
  }));
  const answer = row.answer === null ? null : (JSON.parse(row.answer) as KeptAnswer);
  return { ...row, spans, continues: row.continues === 1, answer };
}

const spansText = (spans: readonly Span[]): string =>
  JSON.stringify(spans.map((span) => [span.firstSample, span.sampleCount]));

export function jobWrites(db: Database): JobWrites {
  const insertJob = db.prepare<Record<string, unknown>>(`
    INSERT INTO segment_jobs (transcript_id, session_id, track, first_sample, end_sample, spans, overlap_samples,
      continues, speech_samples, part_of, state)
    SELECT @transcriptId, session_id, @track, @firstSample, @endSample, @spans, @overlapSamples, @continues,
      @speechSamples, @partOf, 'queued' FROM transcripts WHERE id = @transcriptId
    -- The answer to an earlier try may have been lost.
    ON CONFLICT DO NOTHING`);
  const start = db.prepare<[number, number]>(
    `UPDATE segment_jobs SET state = 'running', owner_pid = ?, tries = tries + 1, reason = NULL, until_ms = NULL
     WHERE id = ? AND state IN ('queued', 'waiting')`,
  );
  const done = db.prepare<[string, number, number, number]>(
    `UPDATE segment_jobs SET state = 'done', owner_pid = NULL, reason = NULL, until_ms = NULL, answer = ?,
       billed_sec = billed_sec + ?, cost_usd = cost_usd + ? WHERE id = ?`,
  );
  const shrink = db.prepare<[string, number, number]>(
    'UPDATE segment_jobs SET spans = ?, speech_samples = ? WHERE id = ?',
  );
  const findPlace = db.prepare<[number], Pick<Job, 'transcriptId' | 'track'>>(
    'SELECT transcript_id AS transcriptId, track FROM segment_jobs WHERE id = ?',
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
  const takeUp = db.prepare<[number]>('UPDATE transcripts SET is_cancelled = 0 WHERE id = ?');
  const noteRequest = createRequestNotes(db);

  function addLines(jobId: number, lines: readonly TranscriptLine[]): void {
    for (const line of lines) insertLine.run({ ...line, flags: JSON.stringify(line.flags), jobId });
  }

  function add(
    { transcriptId, track, partOf }: Pick<Job, 'transcriptId' | 'track' | 'partOf'>,
    segments: readonly Segment[],
  ): void {
    for (const { spans, overlapSamples, continues, speechSamples } of segments) {
      const first = spans[0]?.firstSample ?? 0;
      const last = spans.at(-1);
      insertJob.run({
        transcriptId,
        track,
        // No two jobs begin at the same sample; the stretch that is asked for again may begin where its segment does.
        firstSample: partOf === null ? first : first + 1,
        endSample: last === undefined ? first : last.firstSample + last.sampleCount,
        spans: spansText(spans),
        overlapSamples,
        continues: continues ? 1 : 0,
        speechSamples,
        partOf,
      });
    }
  }

  return {
    add: db.transaction((transcriptId: number, track: SourceName, segments: readonly Segment[]) =>
      add({ transcriptId, track, partOf: null }, segments),
    ),
    start: db.transaction((jobId: number, request: NotedRequest & { pid: number }) => {
      if (start.run(request.pid, jobId).changes === 0) return false;
      noteRequest(request);
      return true;
    }),
    finish: db.transaction((jobId: number, result: JobResult) => {
      done.run(JSON.stringify(result.answer), result.bill.billedSec, result.bill.costUsd, jobId);
      if (result.previous !== null)
        setAnswer.run(JSON.stringify(result.previous.answer), result.previous.jobId);
      addLines(jobId, result.lines);
      const job = findPlace.get(jobId);
      if (result.unheard == null || job === undefined) return;
      const { segments, kept } = result.unheard;
      shrink.run(spansText(kept.spans), kept.speechSamples, jobId);
      add({ ...job, partOf: jobId }, segments);
    }),
    setAside: db.transaction((jobId: number, change: JobSetback) => {
      const { state, reason, untilMs, counts, lost, charged, released } = change;
      const bill = lost ?? charged ?? { billedSec: 0, costUsd: 0 };
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
    retry(transcriptId) {
      takeUp.run(transcriptId);
      return again.run(transcriptId).changes;
    },
    release: db.transaction((transcriptId: number, alive: readonly number[]) => {
      for (const { id, ownerPid } of running.all(transcriptId))
        if (ownerPid === null || !alive.includes(ownerPid)) loseAnswer.run(id);
    }),
  };
}

export type JobReads = {
  /** The next one in meeting order; `null` when none is left to be done. */
  next(transcriptId: number): Job | null;
  /** The segments before and after one on its track; of a stretch that is asked for again, the segment that it is of. */
  neighboursOf(job: Job): { previous: Job | null; next: Job | null };
  /** Where the cutting of a track is to go on. */
  cutUpTo(transcriptId: number, track: string): { endSample: number; continues: boolean } | null;
  /** Processes that were given jobs of a transcript and have not given them back. */
  listOwners(transcriptId: number): number[];
};

export function jobReads(db: Database): JobReads {
  const next = db.prepare<[number], JobRow>(`
    SELECT ${columns} FROM segment_jobs WHERE transcript_id = ? AND state IN ('queued', 'waiting')
    ORDER BY first_sample, track LIMIT 1`);
  const before = db.prepare<[number, string, number], JobRow>(`
    SELECT ${columns} FROM segment_jobs WHERE transcript_id = ? AND track = ? AND first_sample < ? AND part_of IS NULL
    ORDER BY first_sample DESC LIMIT 1`);
  const after = db.prepare<[number, string, number], JobRow>(`
    SELECT ${columns} FROM segment_jobs WHERE transcript_id = ? AND track = ? AND first_sample > ? AND part_of IS NULL
    ORDER BY first_sample LIMIT 1`);
  const last = db.prepare<[number, string], { endSample: number; continues: number }>(`
    SELECT end_sample AS endSample, continues FROM segment_jobs WHERE transcript_id = ? AND track = ?
    AND part_of IS NULL ORDER BY first_sample DESC LIMIT 1`);
  const byId = db.prepare<[number], JobRow>(`SELECT ${columns} FROM segment_jobs WHERE id = ?`);
  const owners = db.prepare<[number], { pid: number }>(
    `SELECT DISTINCT owner_pid AS pid FROM segment_jobs
     WHERE transcript_id = ? AND state = 'running' AND owner_pid IS NOT NULL`,
  );
  const orNull = (row: JobRow | undefined): Job | null => (row === undefined ? null : jobOf(row));
  return {
    next: (transcriptId) => orNull(next.get(transcriptId)),
    neighboursOf: ({ transcriptId, track, firstSample, partOf }) =>
      partOf === null
        ? {
            previous: orNull(before.get(transcriptId, track, firstSample)),
            next: orNull(after.get(transcriptId, track, firstSample)),
          }
        : { previous: orNull(byId.get(partOf)), next: null },
    cutUpTo(transcriptId, track) {
      const row = last.get(transcriptId, track);
      return row === undefined ? null : { endSample: row.endSample, continues: row.continues === 1 };
    },
    listOwners: (transcriptId) => owners.all(transcriptId).map(({ pid }) => pid),
  };
}

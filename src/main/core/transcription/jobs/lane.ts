import { samplesToSec, speechWindowSamples } from '../../../../shared/sound/audio.ts';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { ConnectionStatus } from '../../../../shared/session/health.ts';
import type { TranscriptLine } from '../../../../shared/session/session.ts';
import { isHidden } from '../../../../shared/session/transcripts.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock, RecordEvent, StreamOutcome, TrackAudio } from '../../ports/ports.ts';
import type { Promisified } from '../../storage/storage.ts';
import { billFor, EngineFailure, type SegmentEngine } from '../../speech/speech.ts';
import type { EngineDesk, Hold } from '../limits/engine-desk.ts';
import {
  finishSegment,
  releaseHeld,
  transcriptLineOf,
  type SegmentPlace,
} from '../words/finished-segment.ts';
import { isWorthSending, rmsDbOf } from '../segments/gates.ts';
import { heardLinesOf, wordsOf, type HeardLine } from '../words/heard-lines.ts';
import type { Bill, Job, JobReads, JobSetback, JobWrites } from './job-store.ts';
import type { RequestReads } from '../limits/request-store.ts';
import type { TranscriptReads, TranscriptWrites } from './transcript-store.ts';
import { promptOf } from '../words/prompt.ts';
import { verdictOn } from './retry-rule.ts';
import { samplesIn } from '../segments/segmenter.ts';
import { createSpanReader } from '../segments/span-reader.ts';

/** Works off the jobs of one transcript, one after another in meeting order. */
export type Lane = {
  /**
   * Resolves when every job is done or set aside and no more will come, when the engine makes it wait longer than
   * anybody will, or when `signal` fires.
   */
  run(signal: AbortSignal): Promise<StreamOutcome>;
  /** There may be something to do. */
  wake(): void;
  /** Somebody wants it tried: what was set aside until some time waits no longer. */
  hurry(): void;
  /** No more jobs will come. */
  finish(): void;
  counts(): { sent: number; delivered: number; retried: number; parked: number };
};

export type LaneOptions = {
  transcriptId: number;
  sessionId: string;
  desk: EngineDesk;
  read: TrackAudio['read'];
  language: string | null;
  reads: {
    jobs: Promisified<JobReads>;
    transcripts: Promisified<TranscriptReads>;
    requests: Promisified<RequestReads>;
  };
  writes: { jobs: Promisified<JobWrites>; transcripts: Promisified<TranscriptWrites> };
  clock: Clock;
  random: () => number;
  record: RecordEvent;
  /** How long a wait may be once no more jobs will come; a longer one ends the run. */
  patienceMs: number;
  onLine: (line: TranscriptLine) => void;
  onDone: (job: Job) => void;
  onStatus: (status: ConnectionStatus) => void;
};

export function createLane(options: LaneOptions): Lane {
  const { transcriptId, sessionId, desk, reads, writes, clock } = options;
  const counts = { sent: 0, delivered: 0, retried: 0, parked: 0 };
  const spanReader = createSpanReader(options.read);
  let isFinished = false;
  // Until the next request has failed: then its wait counts again.
  let isHurried = false;
  let alarm = new AbortController();
  let attempt = 0;
  // Since a segment was last done with: a wait in many parts is one wait.
  let waitedMs = 0;

  async function run(signal: AbortSignal): Promise<StreamOutcome> {
    for (;;) {
      if (signal.aborted) return gaveUp('It was stopped before all of it was transcribed.');
      // Before the look at the jobs: what comes after it ends the wait.
      alarm = new AbortController();
      const job = await reads.jobs.next(transcriptId);
      if (job === null) {
        if (isFinished) return outcome();
        await sleep(clock, idleMs, signal, alarm.signal);
        continue;
      }
      const leave = await desk.enter(signal).catch(() => null);
      if (leave === null) continue;
      const hold = await workUnlessHeld(job, signal).finally(leave);
      if (hold === null) continue;
      const waitMs = hold.untilMs === null ? Number.POSITIVE_INFINITY : hold.untilMs - clock.nowMs();
      if (isFinished && waitedMs + waitMs > options.patienceMs) return gaveUp(hold.reason);
      const startMs = clock.monotonicMs();
      await sleep(clock, Math.min(waitMs, idleMs), signal, alarm.signal);
      waitedMs += clock.monotonicMs() - startMs;
    }
  }

  /** Works on it, unless it or its engine has to wait: then that is the answer. */
  async function workUnlessHeld(job: Job, signal: AbortSignal): Promise<Hold | null> {
    const hold = await holdOf(job);
    if (hold === null) await workOn(job, signal);
    else await noteWait(job, hold);
    return hold;
  }

  /** What the job itself waits for, or its engine. */
  async function holdOf(job: Job): Promise<Hold | null> {
    try {
      const engine = await desk.engine();
      const hold = await desk.holdFor(billOf(job, engine).billedSec);
      if (hold !== null) return hold;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { reason: error.message, untilMs: null };
    }
    return !isHurried && job.untilMs !== null && job.untilMs > clock.nowMs()
      ? { reason: job.reason ?? 'The next try comes soon.', untilMs: job.untilMs }
      : null;
  }

  async function noteWait(job: Job, { reason, untilMs }: Hold): Promise<void> {
    if (job.state !== 'waiting' || job.reason !== reason) {
      await writes.jobs.setAside(job.id, { ...setback, state: 'waiting', reason, untilMs });
      record('engine.waiting', reason, { untilMs, atSec: samplesToSec(job.firstSample) });
    }
    options.onStatus(
      untilMs === null
        ? { phase: 'stopped', sentence: `${reason} The audio is kept, and transcribed after that.` }
        : { phase: 'waiting', sentence: `${reason} The audio is kept.`, attempt: attempt + 1, untilMs },
    );
  }

  async function workOn(job: Job, signal: AbortSignal): Promise<void> {
    const engine = await desk.engine();
    const pcm = await spanReader.read(job.track, job.spans);
    // The last window may be longer than its track.
    if (samplesIn(job.spans) - pcm.length >= speechWindowSamples) {
      await setCutOffAside(job, pcm.length);
      return;
    }
    const rmsDb = rmsDbOf(pcm);
    if (!isWorthSending({ speechSec: samplesToSec(job.speechSamples), rmsDb })) {
      await leaveOut(job, rmsDb);
      return;
    }
    const bill = billOf(job, engine);
    const request = { pid: process.pid, engine: desk.name, nowMs: clock.nowMs(), billedSec: bill.billedSec };
    if (!(await writes.jobs.start(job.id, request))) return;
    counts.sent += job.tries === 0 ? 1 : 0;
    counts.retried += job.tries === 0 ? 0 : 1;
    options.onStatus({
      phase: isFinished ? 'draining' : 'streaming',
      sentence: `Transcribing with ${engine.title}.`,
    });
    await transcribe(job, pcm, engine, bill, signal);
  }

  /** Less audio on disk than was cut: to call that silence would hide that words are missing. */
  async function setCutOffAside(job: Job, samples: number): Promise<void> {
    const there = `${samplesToSec(samples).toFixed(1)} of ${samplesToSec(samplesIn(job.spans)).toFixed(1)} s`;
    const reason = `The recording of a segment is not all there: ${there} can be read.`;
    record('segment.parked', reason, factsOf(job));
    counts.parked += 1;
    await park(job, reason, null);
    options.onDone(job);
  }

  /** Done without a request. */
  async function leaveOut(job: Job, rmsDb: number): Promise<void> {
    const reason = 'Too quiet to be understood; engines invent words for such sound.';
    record('segment.left-out', reason, { ...factsOf(job), rmsDb: Math.round(rmsDb) });
    counts.delivered += 1;
    await finish(job, [], { billedSec: 0, costUsd: 0 });
  }

  async function transcribe(
    job: Job,
    pcm: Int16Array,
    engine: SegmentEngine,
    bill: Bill,
    signal: AbortSignal,
  ): Promise<void> {
    const startMs = clock.monotonicMs();
    try {
      const before = await reads.jobs.neighboursOf(job);
      const prompt = promptOf(textBefore(before.previous));
      const { answer, headers } = await engine.transcribe({
        pcm,
        prompt,
        language: options.language,
        signal,
      });
      desk.noteAnswer(headers);
      attempt = 0;
      const heard = heardLinesOf(answer, job.spans, options.language);
      await finish(job, heard, bill);
      counts.delivered += 1;
      waitedMs = 0;
      record('segment.transcribed', null, {
        ...factsOf(job),
        ...bill,
        tookMs: Math.round(clock.monotonicMs() - startMs),
        words: wordsOf(heard).length,
        flags: [...new Set(heard.flatMap((line) => line.flags))],
      });
    } catch (error) {
      await setBack(job, error, bill, signal);
    }
  }

  /** Joins what was heard to the segments beside it, and stores and tells the new lines. */
  async function finish(job: Job, heard: readonly HeardLine[], bill: Bill): Promise<void> {
    const neighbours = await reads.jobs.neighboursOf(job);
    const finished = finishSegment(job, heard, {
      previous: placeOf(neighbours.previous),
      next: placeOf(neighbours.next),
    });
    const lines = finished.lines.map((line) => transcriptLineOf(line, job.track));
    await writes.jobs.finish(job.id, {
      answer: finished.own,
      lines,
      previous:
        finished.previous === null || neighbours.previous === null
          ? null
          : { jobId: neighbours.previous.id, answer: finished.previous },
      bill,
    });
    for (const line of lines) options.onLine(line);
    options.onDone(job);
  }

  async function setBack(job: Job, error: unknown, bill: Bill, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      // It may have been heard; nobody will know.
      await writes.jobs.setAside(job.id, { ...setback, state: 'queued', lost: bill });
      return;
    }
    const failure =
      error instanceof EngineFailure
        ? error
        : new EngineFailure('failing', `A segment could not be worked on: ${messageOf(error)}`, {
            cause: error,
          });
    attempt += 1;
    isHurried = false;
    const failures = job.failures + 1;
    const verdict = verdictOn(failure, {
      failures,
      inARow: desk.noteFailure(),
      nowMs: clock.nowMs(),
      random: options.random(),
    });
    const lost = failure.kind === 'lost' || failure.kind === 'bad-answer' ? bill : null;
    record(`segment.${verdict.next === 'park' ? 'parked' : 'failed'}`, failure.message, {
      ...factsOf(job),
      kind: failure.kind,
      ...(verdict.next === 'retry' && { untilMs: verdict.untilMs }),
    });
    switch (verdict.next) {
      case 'stop':
        desk.hold({ reason: failure.message, untilMs: null });
        await writes.jobs.setAside(job.id, { ...setback, state: 'waiting', reason: failure.message, lost });
        return;
      case 'retry': {
        const { untilMs, counts: isCounted } = verdict;
        // Not the segment's fault, so the others need not be sent either.
        if (!isCounted) desk.hold({ reason: failure.message, untilMs });
        await writes.jobs.setAside(job.id, {
          ...setback,
          state: 'waiting',
          reason: failure.message,
          untilMs,
          counts: isCounted,
          lost,
        });
        return;
      }
      case 'park':
        counts.parked += 1;
        waitedMs = 0;
        await park(job, failure.message, lost);
        options.onDone(job);
        return;
      default:
        return verdict satisfies never;
    }
  }

  async function park(job: Job, reason: string, lost: Bill | null): Promise<void> {
    const { previous } = await reads.jobs.neighboursOf(job);
    const waitingFor = job.overlapSamples > 0 ? (previous?.answer ?? null) : null;
    const released = waitingFor === null ? null : releaseHeld(waitingFor);
    const lines = released?.lines.map((line) => transcriptLineOf(line, job.track)) ?? [];
    await writes.jobs.setAside(job.id, {
      ...setback,
      state: 'parked',
      reason,
      counts: true,
      lost,
      released:
        released === null || previous === null ? null : { jobId: previous.id, answer: released.own, lines },
    });
    for (const line of lines) options.onLine(line);
  }

  /** Every job is done or set aside. */
  async function outcome(): Promise<StreamOutcome> {
    const transcript = (await reads.transcripts.list(sessionId)).find(({ id }) => id === transcriptId);
    if (transcript === undefined || transcript.parked === 0) {
      options.onStatus({ phase: 'idle', sentence: 'All of it is transcribed.' });
      return { complete: true };
    }
    const { parked, segments, reason } = transcript;
    return gaveUp(
      `${parked} of ${segments} segments could not be transcribed: ${reason ?? 'no reason was given.'}`,
    );
  }

  function gaveUp(why: string): StreamOutcome {
    const sentence = `${why} The audio is kept: "scrumbot transcribe --session ${sessionId}" tries again.`;
    options.onStatus({ phase: 'stopped', sentence });
    return { complete: false, code: 'engine-failed', sentence };
  }

  function record(type: string, reason: string | null, fields: Record<string, unknown>): void {
    options.record({ kind: 'engine', type, sessionId, target: desk.name, reason, fields });
  }

  return {
    run,
    wake: () => alarm.abort(),
    hurry() {
      isHurried = true;
      alarm.abort();
    },
    finish() {
      isFinished = true;
      alarm.abort();
    },
    counts: () => ({ ...counts }),
  };
}

// A key may be entered and a job be retried in another process; this one looks again.
const idleMs = 5_000;

const setback: JobSetback = {
  state: 'queued',
  reason: null,
  untilMs: null,
  counts: false,
  lost: null,
  released: null,
};

function billOf(job: Job, engine: SegmentEngine): Bill {
  return billFor(samplesToSec(samplesIn(job.spans)), engine.billing);
}

function factsOf(job: Job): Record<string, unknown> {
  return {
    source: job.track,
    atSec: samplesToSec(job.firstSample),
    endSec: samplesToSec(job.endSample),
    speechSec: samplesToSec(job.speechSamples),
    tries: job.tries + 1,
  };
}

function placeOf(job: Job | null): SegmentPlace | null {
  return job === null ? null : { ...job, isParked: job.state === 'parked' };
}

function textBefore(previous: Job | null): { text: string; isConfident: boolean } | null {
  if (previous?.answer == null) return null;
  const { lines } = previous.answer;
  return {
    text: wordsOf(lines)
      .map((word) => word.text)
      .join(' '),
    isConfident: !lines.some(isHidden),
  };
}

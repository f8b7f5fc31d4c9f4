import { samplesToSec } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';
import type { StreamOutcome } from '../../ports/ports.ts';
import type { Hold } from '../limits/engine-desk.ts';
import type { Job } from './job-store.ts';
import type { LaneOptions, LaneParts } from './lane-parts.ts';
import { createLaneReport, withMoment, type LaneCounts } from './lane-report.ts';
import { createLaneWait, idleMs } from './lane-wait.ts';
import { billOf, createSegmentWork } from './segment-work.ts';
import { createSetbacks } from './setback.ts';

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
  tryNow(): void;
  /** No more jobs will come. */
  finish(): void;
  counts(): LaneCounts;
};

/** What one look at the jobs came to. */
type Round =
  | { kind: 'worked' }
  | { kind: 'no-job' }
  | { kind: 'all-done' }
  | { kind: 'wait'; ms: number; reason: string };

export function createLane(options: LaneOptions): Lane {
  const { transcriptId, sessionId, desk, reads, clock } = options;
  const report = createLaneReport({ ...options, engine: desk.name });
  const wait = createLaneWait({ ...options, onRefused: tellProblem });
  const parts: LaneParts = { ...options, report, wait };
  const setbacks = createSetbacks(parts);
  const work = createSegmentWork(parts, setbacks);

  async function run(signal: AbortSignal): Promise<StreamOutcome> {
    for (;;) {
      if (signal.aborted) return report.gaveUp(sentence('transcribe.interrupted'));
      wait.look();
      const round = await lookForWork(signal).catch((error: unknown) => afterError(error, signal));
      switch (round.kind) {
        case 'worked':
          break;
        case 'no-job':
          await wait.forJobs(signal);
          break;
        case 'all-done':
          return report.over(await findTranscript());
        case 'wait':
          if (!(await wait.until(round.ms, signal))) return report.gaveUp(round.reason);
          break;
        default:
          return round satisfies never;
      }
    }
  }

  async function lookForWork(signal: AbortSignal): Promise<Round> {
    // Before the look at the jobs: those of the last moment must be among them.
    const isFinished = wait.isFinished();
    const job = await reads.jobs.next(transcriptId);
    if (job === null) return { kind: isFinished ? 'all-done' : 'no-job' };
    const leave = await desk.enter(signal);
    try {
      const hold = await holdOf(job);
      if (hold === null) {
        await work.workOn(job, signal);
        return { kind: 'worked' };
      }
      await noteHold(job, hold);
      const { reason, untilMs } = hold;
      return {
        kind: 'wait',
        reason: untilMs === null ? reason : withMoment(reason, untilMs, clock.nowMs()),
        ms: untilMs === null ? Number.POSITIVE_INFINITY : untilMs - clock.nowMs(),
      };
    } finally {
      leave();
    }
  }

  /** Settings or a database that cannot be read may be well again: to look at once again would only be a storm. */
  function afterError(error: unknown, signal: AbortSignal): Round {
    if (signal.aborted && error === signal.reason) return { kind: 'worked' };
    if (signal.aborted || !(error instanceof AppError)) throw error;
    tellProblem(error);
    return { kind: 'wait', ms: idleMs, reason: error.message };
  }

  function tellProblem({ message }: AppError): void {
    report.problem(message, clock.nowMs() + idleMs);
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
    return !wait.isTriedNow() && job.untilMs !== null && job.untilMs > clock.nowMs()
      ? { reason: job.reason ?? say('transcribe.next-try-soon'), untilMs: job.untilMs }
      : null;
  }

  async function noteHold(job: Job, hold: Hold): Promise<void> {
    const { reason, untilMs } = hold;
    if (job.state !== 'waiting' || job.reason !== reason) {
      await setbacks.wait(job, reason, untilMs);
      report.record('engine.waiting', reason, { untilMs, atSec: samplesToSec(job.firstSample) });
    }
    report.waiting(hold);
  }

  async function findTranscript() {
    return (await reads.transcripts.list(sessionId)).find(({ id }) => id === transcriptId);
  }

  return {
    run,
    wake: () => wait.wake(),
    tryNow: () => wait.tryNow(),
    finish: () => wait.finish(),
    counts: () => report.counts(),
  };
}

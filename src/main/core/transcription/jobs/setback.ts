import { saidBy } from '../../../../shared/errors.ts';
import { EngineFailure } from '../../speech/speech.ts';
import { releaseHeld, speakerOf, transcriptLineOf } from '../words/finished-segment.ts';
import type { Bill, Job, JobSetback } from './job-store.ts';
import { factsOf } from './lane-report.ts';
import type { LaneParts } from './lane-parts.ts';
import { nextStepAfter } from './retry-rule.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** What becomes of a segment that got no words. */
export type Setbacks = {
  /** Its request failed: it is tried again, parked, or waits for somebody. */
  failed(job: Job, error: unknown, bill: Bill, signal: AbortSignal): Promise<void>;
  /** It is set aside for good, unless somebody asks; words of the segment before that waited for it are shown. */
  park(job: Job, reason: string, bills: Partial<Bills>, signal: AbortSignal): Promise<void>;
  /** It waits for what its engine or itself waits for. */
  wait(job: Job, reason: string, untilMs: number | null): Promise<void>;
};

type Bills = Pick<JobSetback, 'lost' | 'charged'>;

const noSetback: JobSetback = {
  state: 'queued',
  reason: null,
  untilMs: null,
  counts: false,
  lost: null,
  charged: null,
  released: null,
};

export function createSetbacks(parts: LaneParts): Setbacks {
  const { desk, reads, writes, clock, report, wait } = parts;

  function setAside(job: Job, change: Partial<JobSetback>, signal: AbortSignal): Promise<void> {
    return wait.stored(() => writes.jobs.setAside(job.id, { ...noSetback, ...change }), signal);
  }

  async function park(job: Job, reason: string, bills: Partial<Bills>, signal: AbortSignal): Promise<void> {
    const { previous } = await reads.jobs.neighboursOf(job);
    const waitingFor = job.overlapSamples > 0 ? (previous?.answer ?? null) : null;
    const released = waitingFor === null ? null : releaseHeld(waitingFor);
    const lines =
      released?.lines.map((line) => transcriptLineOf(line, speakerOf(job.track, parts.speakers))) ?? [];
    await setAside(
      job,
      {
        state: 'parked',
        reason,
        counts: true,
        ...bills,
        released:
          released === null || previous === null ? null : { jobId: previous.id, answer: released.own, lines },
      },
      signal,
    );
    report.count('parked');
    wait.progressed();
    for (const line of lines) parts.onLine(line);
    parts.onDone(job);
  }

  return {
    park,
    wait: (job, reason, untilMs) =>
      writes.jobs.setAside(job.id, { ...noSetback, state: 'waiting', reason, untilMs }),
    async failed(job, error, bill, signal) {
      if (signal.aborted) {
        // It may have been heard; nobody will know.
        await setAside(job, { state: 'queued', lost: bill }, signal);
        return;
      }
      const failure = failureOf(error);
      report.failed();
      wait.failed();
      const step = nextStepAfter(failure, {
        failures: job.failures + 1,
        inARow: desk.noteFailure(),
        nowMs: clock.nowMs(),
        random: parts.random(),
      });
      const lost = failure.kind === 'lost' || failure.kind === 'bad-answer' ? bill : null;
      report.record(`segment.${step.next === 'park' ? 'parked' : 'failed'}`, failure.message, {
        ...factsOf(job),
        kind: failure.kind,
        ...(step.next === 'retry' && { untilMs: step.untilMs }),
      });
      const reason = failure.message;
      switch (step.next) {
        case 'stop':
          desk.hold({ reason, untilMs: null });
          await setAside(job, { state: 'waiting', reason, lost }, signal);
          return;
        case 'retry': {
          const { untilMs, counts } = step;
          // Not the segment's fault, so the others need not be sent either.
          if (!counts) desk.hold({ reason, untilMs });
          await setAside(job, { state: 'waiting', reason, untilMs, counts, lost }, signal);
          return;
        }
        case 'park':
          await park(job, reason, { lost, charged: failure.kind === 'no-words' ? bill : null }, signal);
          return;
        default:
          return step satisfies never;
      }
    },
  };
}

function failureOf(error: unknown): EngineFailure {
  return error instanceof EngineFailure
    ? error
    : new EngineFailure('failing', sentence('speech.segment-failed', { why: saidBy(error) }), {
        cause: error,
      });
}

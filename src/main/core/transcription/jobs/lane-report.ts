import type { ConnectionStatus } from '../../../../shared/session/status.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import { say, sentence, tell, type Sentence } from '../../../../shared/words/all-words.ts';
import { localTime } from '../../../../shared/local-time.ts';
import { samplesToSec } from '../../../../shared/sound/audio.ts';
import type { Clock, RecordEvent, StreamOutcome } from '../../ports/ports.ts';
import type { Hold } from '../limits/engine-desk.ts';
import type { Job } from './job-store.ts';
import type { TranscriptRow } from './transcript-store.ts';

export type LaneCounts = { sent: number; delivered: number; retried: number; parked: number };
export const noLaneCounts: Readonly<LaneCounts> = { sent: 0, delivered: 0, retried: 0, parked: 0 };

/** What a lane tells: how many segments came how far, events, and where it stands in a sentence. */
export type LaneReport = {
  counts(): LaneCounts;
  count(what: keyof LaneCounts): void;
  record(type: string, reason: string | null, fields: Record<string, unknown>): void;
  /** A request is being made; `isLast` when no more jobs will come. */
  transcribing(engineTitle: string, isLast: boolean): void;
  /** One more failure in a row, until `worked`. */
  failed(): void;
  worked(): void;
  waiting(hold: Hold): void;
  /** Told once while it stays the same. */
  problem(reason: string, untilMs: number): void;
  /** A segment came back, and words of it are missing. */
  lacks(note: string): void;
  /** Every job is done or parked. */
  over(transcript: TranscriptRow | undefined): StreamOutcome;
  gaveUp(why: string | Sentence): StreamOutcome;
};

export function createLaneReport(options: {
  sessionId: string;
  engine: string;
  record: RecordEvent;
  clock: Pick<Clock, 'nowMs'>;
  onStatus: (status: ConnectionStatus) => void;
}): LaneReport {
  const { sessionId, engine, onStatus } = options;
  const counts = { ...noLaneCounts };
  let failures = 0;
  let problem: string | null = null;
  const lacking: string[] = [];

  const record: LaneReport['record'] = (type, reason, fields) =>
    options.record({ kind: 'engine', type, sessionId, target: engine, reason, fields });

  function gaveUp(why: string | Sentence): StreamOutcome {
    const told = tell('transcribe.gave-up', { why });
    const action: Action = { do: 'transcribe-session', sessionId };
    onStatus({ phase: 'stopped', ...told, action });
    return { complete: false, code: 'engine-failed', ...told, action };
  }

  return {
    counts: () => ({ ...counts }),
    count(what) {
      counts[what] += 1;
    },
    record,
    transcribing(engineTitle, isLast) {
      problem = null;
      onStatus({
        phase: isLast ? 'draining' : 'streaming',
        ...tell('transcribe.running', { engine: engineTitle }),
      });
    },
    failed() {
      failures += 1;
    },
    worked() {
      failures = 0;
    },
    waiting({ reason, untilMs }) {
      onStatus(
        untilMs === null
          ? { phase: 'stopped', ...tell('transcribe.kept-for-later', { why: reason }) }
          : {
              phase: 'waiting',
              ...tell('transcribe.kept', { why: withMoment(reason, untilMs, options.clock.nowMs()) }),
              attempt: failures + 1,
              untilMs,
            },
      );
    },
    problem(reason, untilMs) {
      if (reason !== problem) record('engine.waiting', reason, { untilMs });
      problem = reason;
      onStatus({
        phase: 'waiting',
        ...tell('transcribe.kept', { why: reason }),
        attempt: failures + 1,
        untilMs,
      });
    },
    lacks: (note) => void lacking.push(note),
    over(transcript) {
      if (transcript === undefined || transcript.parked === 0) {
        if (lacking[0] !== undefined)
          return gaveUp(
            sentence('transcribe.lacks-words', {
              lacking: lacking.length,
              of: counts.delivered,
              why: lacking[0],
            }),
          );
        onStatus({ phase: 'idle', ...tell('transcribe.done') });
        return { complete: true };
      }
      const { parked, segments, reason } = transcript;
      return gaveUp(
        sentence('transcribe.failed-segments', {
          failed: parked,
          of: segments,
          why: reason ?? sentence('transcribe.no-reason'),
        }),
      );
    },
    gaveUp,
  };
}

/** A long wait is told with its end. */
export function withMoment(reason: string, untilMs: number, nowMs: number): string {
  const waitMs = untilMs - nowMs;
  if (waitMs < 60_000 || !Number.isFinite(waitMs)) return reason;
  const until = localTime(untilMs);
  const at = waitMs > 12 * 3_600_000 ? until.slice(0, 16) : until.slice(11, 16);
  return say('transcribe.asked-at', { why: reason, at });
}

/** What events say of a segment. */
export function factsOf(job: Job): { atSec: number; endSec: number; [fact: string]: unknown } {
  return {
    source: job.track,
    atSec: samplesToSec(job.firstSample),
    endSec: samplesToSec(job.endSample),
    speechSec: samplesToSec(job.speechSamples),
    tries: job.tries + 1,
  };
}

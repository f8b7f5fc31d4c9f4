import type { StoredEvent } from '../../../../shared/events/events.ts';
import type { CheckStatus, VerificationCheck } from '../../../../shared/verification/verification.ts';
import { lifeOf, seqsOf } from '../bench/answers.ts';
import type { BenchConnection, Received } from '../bench/connect.ts';
import { failed, passed, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import type { Step } from './scenario.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What one doing of a step came to. */
export type Outcome = {
  status: Extract<CheckStatus, 'pass' | 'fail' | 'inconclusive'>;
  /** In one sentence. */
  found: Sentence;
  /** From the step's beginning, ms. */
  ms: number | null;
  limitMs: number | null;
  connection: BenchConnection | null;
  /** What it rests on. */
  received: readonly Received[];
};

const base = { ms: null, limitMs: null, received: [] } as const;

/** Went well, by itself and not by what came. */
export function success(found: Sentence, connection: BenchConnection): Outcome {
  return { status: 'pass', found, connection, ...base };
}

/** Did not go well; the connection is the one to look at, where there is one. */
export function failure(found: Sentence, connection: BenchConnection | null): Outcome {
  return { status: 'fail', found, connection, ...base };
}

// A check cites no more than these.
const mostKept = 50;

type Tally = { title: Sentence; step: Step; outcomes: number; slowestMs: number | null; last: Outcome };

/** Outcomes by step: a step that is repeated is one check. */
export type Outcomes = {
  add(step: Step, title: Sentence, outcome: Outcome): void;
  checks(options: { file: string; prefix: string; events: readonly StoredEvent[] }): VerificationCheck[];
};

export function createOutcomes(): Outcomes {
  const tallies = new Map<Step, Tally>();

  function add(step: Step, title: Sentence, outcome: Outcome): void {
    const tally = tallies.get(step);
    if (tally === undefined) {
      tallies.set(step, { title, step, outcomes: 1, slowestMs: outcome.ms, last: outcome });
      return;
    }
    tally.outcomes += 1;
    if (tally.last.status !== 'pass') return;
    // The first that was not in order says most; of those that were, the slowest.
    const wasSlower = outcome.status === 'pass' && (outcome.ms ?? 0) < (tally.slowestMs ?? 0);
    const received = [...tally.last.received, ...outcome.received].slice(0, mostKept);
    tally.last = { ...(wasSlower ? tally.last : outcome), received };
    if (outcome.ms !== null) tally.slowestMs = Math.max(tally.slowestMs ?? 0, outcome.ms);
  }

  function checkOf(
    { title, step, outcomes, slowestMs, last }: Tally,
    options: Parameters<Outcomes['checks']>[0],
  ) {
    const { status, found, limitMs, connection, received } = last;
    const name = [
      `${options.prefix}${step.id ?? step.path}`,
      sentence('scenario.step', { branch: step.branch ?? '', title: step.name ?? title }),
    ] as const;
    const about = {
      value: slowestMs === null ? null : round(slowestMs),
      unit: slowestMs === null ? '' : 'ms',
      limit: limitMs,
      found:
        outcomes > 1 && status === 'pass' ? sentence('scenario.slowest', { found, times: outcomes }) : found,
      evidence:
        connection === null
          ? []
          : received.length > 0 && status === 'pass'
            ? seqsOf(options.events, connection, received)
            : [...seqsOf(options.events, connection, received), ...lifeOf(options.events, connection)],
    };
    const next = sentence('scenario.next', { line: step.line, file: options.file });
    if (status === 'pass') return passed(name, about);
    return status === 'fail' ? failed(name, { ...about, next }) : unproved(name, { ...about, next });
  }

  return {
    add,
    checks: (options) =>
      [...tallies.values()]
        .toSorted(
          (a, b) =>
            a.step.line - b.step.line || a.step.path.localeCompare(b.step.path, 'en', { numeric: true }),
        )
        .map((tally) => checkOf(tally, options)),
  };
}

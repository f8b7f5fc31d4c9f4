import {
  hasPassed,
  statusOfChecks,
  type PhaseId,
  type VerificationCheck,
  type VerificationPhase,
} from '../../../../shared/verification/verification.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { lifeOf } from '../bench/answers.ts';
import { quietAdvice } from '../bench/machine-watch.ts';
import { leftOut, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { badInput } from '../phases/bad-input.ts';
import { duplicates } from '../phases/duplicates.ts';
import { endToEnd } from '../phases/end-to-end.ts';
import { environment } from '../phases/environment.ts';
import { handshake } from '../phases/handshake.ts';
import { health } from '../phases/health.ts';
import { memory } from '../phases/memory.ts';
import { monitoring } from '../phases/monitoring.ts';
import { reconnect } from '../phases/reconnect.ts';
import { soak } from '../phases/soak.ts';
import { stress } from '../phases/stress.ts';
import { traffic } from '../phases/traffic.ts';
import { saidBy } from '../../../../shared/errors.ts';
import { asTold, say, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const phases: Readonly<Record<PhaseId, (bench: Bench) => Promise<VerificationCheck[]>>> = {
  environment,
  health,
  handshake,
  monitoring,
  'end-to-end': endToEnd,
  duplicates,
  reconnect,
  stress,
  'bad-input': badInput,
  traffic,
  memory,
  soak,
};

/** Thrown as the reason of the run's signal when its time is up. */
export class TimeIsUp extends Error {}

/**
 * Runs one phase. Whatever goes wrong in it is its outcome: a connection that broke leaves it without evidence, so that
 * no phase blames the target for answers which that swallowed.
 */
export async function runPhase(bench: Bench, id: PhaseId, sessionIds: string[]): Promise<VerificationPhase> {
  const startMs = bench.clock.monotonicMs();
  const checks = await phases[id](bench).catch((error: unknown) => explained(bench, error));
  return {
    id,
    title: say(`verify.${id}`),
    status: statusOfChecks(checks),
    durationSec: round((bench.clock.monotonicMs() - startMs) / 1_000),
    checks,
    sessionIds,
  };
}

export async function explained(
  bench: Pick<Bench, 'events' | 'signal'>,
  error: unknown,
): Promise<VerificationCheck[]> {
  if (error instanceof ConnectionBroke) {
    const events = await bench.events(error.sessionId);
    return [
      unproved(['connection', sentence('verify.connection')], {
        evidence: lifeOf(events, error),
        found: sentence('verify.connection-lost', { why: saidBy(error) }),
        next: sentence('verify.connection-lost.next'),
      }),
    ];
  }
  if (bench.signal.aborted) {
    const why = bench.signal.reason instanceof TimeIsUp ? 'verify.time-up' : 'verify.stopped-before';
    return [unproved(['time', sentence('verify.time')], { found: sentence(why) })];
  }
  throw error;
}

type Named = Pick<VerificationPhase, 'id' | 'title'>;

export function leftOutPhase({ id, title }: Named, reason: Sentence): VerificationPhase {
  return {
    id,
    title,
    status: 'skip',
    durationSec: 0,
    checks: [leftOut(['left-out', sentence('verify.left-out')], { found: reason })],
    sessionIds: [],
  };
}

export function unprovedPhase({ id, title }: Named, reason: Sentence): VerificationPhase {
  return {
    id,
    title,
    status: 'inconclusive',
    durationSec: 0,
    checks: [unproved(['not-run', sentence('verify.not-run')], { found: reason })],
    sessionIds: [],
  };
}

/** The outcome in one sentence; `isWhole` unless it was stopped. */
export function summaryOf(all: readonly VerificationPhase[], isWhole = true): Sentence {
  const verdict = verdictOf(all);
  return isWhole ? verdict : sentence('verify.stopped', { summary: verdict });
}

function verdictOf(all: readonly VerificationPhase[]): Sentence {
  const titles = (status: VerificationPhase['status']): Sentence[] =>
    all.filter((phase) => phase.status === status).map(titleOf);
  const [failed, open, passed] = [titles('fail'), titles('inconclusive'), titles('pass')];
  if (failed.length > 0) {
    const also = open.length > 0 ? [sentence('verify.also-open', { titles: open })] : [];
    return sentence('verify.parts', {
      parts: [sentence('verify.not-in-order', { titles: failed }), ...also],
    });
  }
  if (open.length > 0) {
    const because = all.every(isOpenForWork) ? [sentence('verify.too-busy'), quietAdvice()] : [];
    return sentence('verify.parts', { parts: [sentence('verify.open', { titles: open }), ...because] });
  }
  if (!hasPassed(all)) return sentence('verify.nothing');
  const [only] = passed;
  if (passed.length === 1 && only !== undefined) return sentence('verify.one-passed', { title: only });
  const areScenarios = all.every(({ id }) => id === 'scenario');
  return sentence(areScenarios ? 'verify.all-scenarios' : 'verify.all-phases', { count: passed.length });
}

/** A phase of the suite has a title of ours, a scenario that of its file. */
const titleOf = ({ id, title }: VerificationPhase): Sentence =>
  id === 'scenario' ? asTold(title) : sentence(`verify.${id}`);

/** Nothing keeps it open but what this machine had to do beside it. */
function isOpenForWork({ checks }: VerificationPhase): boolean {
  return checks.every(
    ({ status, said }) => status !== 'inconclusive' || said?.next?.code === quietAdvice().code,
  );
}

import {
  hasPassed,
  phaseTitles,
  statusOfChecks,
  type PhaseId,
  type VerificationCheck,
  type VerificationPhase,
} from '../../../shared/verification/verification.ts';
import type { Bench } from './bench/bench.ts';
import { ConnectionBroke } from './bench/connect.ts';
import { lifeOf } from './bench/answers.ts';
import { quietAdvice } from './bench/machine-watch.ts';
import { leftOut, unproved } from './judge/check.ts';
import { round } from './judge/quantile.ts';
import { badInput } from './phases/bad-input.ts';
import { duplicates } from './phases/duplicates.ts';
import { endToEnd } from './phases/end-to-end.ts';
import { environment } from './phases/environment.ts';
import { handshake } from './phases/handshake.ts';
import { health } from './phases/health.ts';
import { memory } from './phases/memory.ts';
import { monitoring } from './phases/monitoring.ts';
import { reconnect } from './phases/reconnect.ts';
import { soak } from './phases/soak.ts';
import { stress } from './phases/stress.ts';
import { traffic } from './phases/traffic.ts';

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
    title: phaseTitles[id],
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
      unproved(['connection', 'Connection'], {
        evidence: lifeOf(events, error),
        found: `The connection was lost, so there is no evidence: ${error.message}`,
        next: 'The phase reconnect says what becomes of connections to this target.',
      }),
    ];
  }
  if (bench.signal.aborted) {
    const why =
      bench.signal.reason instanceof TimeIsUp ? 'The time of a quick run was up' : 'The run was stopped';
    return [unproved(['time', 'Time'], { found: `${why} before this was done.` })];
  }
  throw error;
}

type Named = Pick<VerificationPhase, 'id' | 'title'>;

export function leftOutPhase({ id, title }: Named, reason: string): VerificationPhase {
  return {
    id,
    title,
    status: 'skip',
    durationSec: 0,
    checks: [leftOut(['left-out', 'Left out'], { found: reason })],
    sessionIds: [],
  };
}

export function unprovedPhase({ id, title }: Named, reason: string): VerificationPhase {
  return {
    id,
    title,
    status: 'inconclusive',
    durationSec: 0,
    checks: [unproved(['not-run', 'Not run'], { found: reason })],
    sessionIds: [],
  };
}

/** The outcome in one sentence; `isWhole` unless it was stopped. */
export function summaryOf(all: readonly VerificationPhase[], isWhole = true): string {
  const verdict = verdictOf(all);
  return isWhole ? verdict : `It was stopped before its end. ${verdict}`;
}

function verdictOf(all: readonly VerificationPhase[]): string {
  const titles = (status: VerificationPhase['status']): string[] =>
    all.filter((phase) => phase.status === status).map(({ title }) => title);
  const [failed, open, passed] = [titles('fail'), titles('inconclusive'), titles('pass')];
  if (failed.length > 0) {
    const also = open.length > 0 ? ` Without evidence: ${open.join(', ')}.` : '';
    return `Not in order: ${failed.join(', ')}.${also}`;
  }
  if (open.length > 0) {
    const because = all.every(isOpenForWork) ? ` ${tooBusy}` : '';
    return `Nothing failed, but without evidence: ${open.join(', ')}.${because}`;
  }
  if (!hasPassed(all)) return 'Nothing was verified.';
  if (passed.length === 1) return `${passed[0]} passed.`;
  const isOfScenarios = all.every(({ id }) => id === 'scenario');
  if (isOfScenarios) return `All ${passed.length} scenarios passed.`;
  return `All ${passed.length} phases that were run passed.`;
}

const tooBusy = `This machine had too much else to do for times to tell anything of the target. ${quietAdvice}`;

/** Nothing keeps it open but what this machine had to do beside it. */
function isOpenForWork({ checks }: VerificationPhase): boolean {
  return checks.every(({ status, next }) => status !== 'inconclusive' || next === quietAdvice);
}

import { AppError } from '../../../../shared/errors.ts';
import {
  statusOfChecks,
  type VerificationCheck,
  type VerificationPhase,
} from '../../../../shared/verification/verification.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { leftOut } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import type { Outcomes } from './outcomes.ts';
import { playScenario } from './play-scenario.ts';
import type { Scenario } from './scenario.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

type ScenarioNeeds = Pick<
  Bench,
  'clock' | 'signal' | 'speech' | 'target' | 'open' | 'events' | 'session' | 'doing'
> & {
  /** What the steps have come to so far; their evidence comes with the end. */
  onSteps: (checks: readonly VerificationCheck[]) => void;
};

// Steps that are repeated thousands of times are not told one by one.
const tellEveryMs = 100;

/**
 * Plays a scenario, and reports it as a part of a run: a check for each step that says what has to be.
 * @throws AppError `unreachable` when its first connection does not open
 */
export async function runScenario(
  bench: ScenarioNeeds,
  scenario: Scenario,
  prefix: string,
): Promise<VerificationPhase> {
  const startMs = bench.clock.monotonicMs();
  const sessionId = bench.session('scenario');
  let cancelTelling: (() => void) | undefined;
  const onOutcome = (soFar: Outcomes): void => {
    cancelTelling ??= bench.clock.after(tellEveryMs, () => {
      cancelTelling = undefined;
      bench.onSteps(soFar.checks({ file: scenario.file, prefix, events: [] }));
    });
  };
  const { outcomes, isWhole } = await playScenario(
    {
      ...bench,
      open: () => bench.open(sessionId),
      meetingId: sessionId.replaceAll(/[^\w-]/g, '-'),
      onOutcome,
    },
    scenario.steps,
  )
    .finally(() => cancelTelling?.())
    .catch((error: unknown) => {
      if (!(error instanceof ConnectionBroke)) throw error;
      throw new AppError(
        'unreachable',
        sentence('verification.no-connection', { target: bench.target.name, why: error.message }),
        {
          cause: error,
        },
      );
    });
  const events = await bench.events(sessionId);
  const checks: VerificationCheck[] = outcomes.checks({ file: scenario.file, prefix, events });
  if (!isWhole) {
    const found = sentence('scenario.rest.found');
    checks.push(leftOut([`${prefix}rest`, sentence('scenario.rest')], { found }));
  }
  return {
    id: 'scenario',
    title: scenario.name,
    file: scenario.file,
    status: statusOfChecks(checks),
    durationSec: round((bench.clock.monotonicMs() - startMs) / 1_000),
    checks,
    sessionIds: [sessionId],
  };
}

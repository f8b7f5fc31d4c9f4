import { AppError } from '../../../../shared/errors.ts';
import { asksFirst } from '../../../../shared/settings/targets/target-colour.ts';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import {
  disruptivePhases,
  phaseIds,
  type PhaseId,
  type VerificationRequest,
} from '../../../../shared/verification/verification.ts';
import { verifyWords } from '../../../../shared/verification/verify-command.ts';
import { readScenario } from '../scenario/read-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { sentence, say, type Sentence } from '../../../../shared/words/all-words.ts';

/** A part of a run; `leaveOut` is the reason why it is left out. */
export type Part = { title: string; leaveOut: Sentence | null } & (
  | { id: PhaseId }
  | {
      id: 'scenario';
      scenario: Scenario;
      /** Before the ids of its checks. */
      prefix: string;
    }
);

/**
 * What a run has to do: the scenarios that are given, or phases of the suite.
 * @throws AppError `bad-input` for what was named and would disturb people, and for a scenario that cannot be read
 */
export function planOf(request: VerificationRequest, target: Target): Part[] {
  const mayDisturb = !asksFirst(target) || request.allowDisruptive;
  const given = request.scenarios ?? [];
  if (given.length === 0) return suiteOf(request, target, mayDisturb);
  if (request.phases !== undefined || request.soakMin !== undefined)
    throw new AppError('bad-input', sentence('verification.scenarios-or-phases'));
  const scenarios = given.map(readScenario);
  if (!mayDisturb) refuse(request, target, say('verify.a-scenario'));
  return scenarios.map((scenario, index) => ({
    id: 'scenario',
    title: scenario.name,
    leaveOut: null,
    scenario,
    prefix: scenarios.length === 1 ? '' : `${index + 1}/`,
  }));
}

function suiteOf(request: VerificationRequest, target: Target, mayDisturb: boolean): Part[] {
  const named = request.phases ?? null;
  const wantsSoak = request.soakMin !== undefined;
  const ids = phaseIds.filter(
    (id) => named?.includes(id) === true || (id === 'soak' ? wantsSoak : named === null),
  );
  const disturbing = ids.filter((id) => disruptivePhases.includes(id));
  if (!mayDisturb && named !== null && disturbing.length > 0) refuse(request, target, disturbing.join(', '));
  return ids.map((id) => ({
    id,
    title: say(`verify.${id}`),
    leaveOut:
      mayDisturb || !disruptivePhases.includes(id)
        ? null
        : sentence('verify.disruptive', { target: target.name }),
  }));
}

function refuse(request: VerificationRequest, target: Target, what: string): never {
  const asked = verifyWords({ ...request, scenarios: request.scenarios?.map(({ file }) => file) });
  throw new AppError('bad-input', sentence('verification.confirm', { target: target.name, what }), {
    action: { do: 'allow-disturbing', target: target.name, asked },
  });
}

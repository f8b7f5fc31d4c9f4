import {
  disruptivePhases,
  phaseIds,
  usualSoakMin,
  usualStress,
  type PhaseId,
} from '../../shared/verification/verification.ts';
import type { CommandInput } from '../../shared/contract/contract.ts';

/** What a run is to do, as it is chosen. */
export type RunChoices = {
  quick: boolean;
  phases: readonly PhaseId[];
  soakMin: number;
  connections: number;
  chunks: number;
};

const usualPhases: readonly PhaseId[] = phaseIds.filter((id) => id !== 'soak');

export const usualChoices: RunChoices = {
  quick: true,
  phases: usualPhases,
  soakMin: usualSoakMin,
  ...usualStress,
};

/** Whether nothing is left of it for a target that people work with when they are not to be disturbed. */
export function isOnlyDisruptive({ phases }: RunChoices): boolean {
  return phases.every((id) => disruptivePhases.includes(id));
}

/** What the core is asked for. What is as usual is left to it, so that it says itself what it leaves out. */
export function requestOf(
  target: string,
  choices: RunChoices,
  allowDisruptive: boolean,
  asksFirst: boolean,
): CommandInput<'verification.start'> {
  const { quick, phases, soakMin, connections, chunks } = choices;
  const isUsual = usualPhases.every((id) => phases.includes(id));
  const mayDisturb = allowDisruptive || !asksFirst;
  const wantsSoak = phases.includes('soak');
  const named = phases.filter((id) => mayDisturb || !disruptivePhases.includes(id));
  return {
    target,
    quick,
    allowDisruptive,
    ...(!isUsual && { phases: named }),
    ...(wantsSoak && (isUsual || mayDisturb) && { soakMin }),
    ...(connections !== usualStress.connections && { connections }),
    ...(chunks !== usualStress.chunks && { chunks }),
  };
}

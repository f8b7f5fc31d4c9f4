import { shellWord } from '../words/shell-word.ts';
import { disruptivePhases, type PhaseId, type VerificationRequest } from './verification.ts';

/** What was asked of a run; scenarios by their files. */
export type AskedOfRun = {
  [K in keyof Omit<VerificationRequest, 'target' | 'scenarios'>]?: VerificationRequest[K] | undefined;
} & { scenarios?: readonly string[] | undefined };

/** The command that asks for the same again; a credential comes with the target's name. */
export function verifyCommand(target: string, asked: AskedOfRun): string {
  return ['scrumbot', 'verify', '--target', target, ...verifyWords(asked)].map(shellWord).join(' ');
}

/** What was asked as words of the command line, one each, without the target. */
export function verifyWords(asked: AskedOfRun): string[] {
  const { phases, scenarios, quick, soakMin, connections, chunks, allowDisruptive } = asked;
  return [
    ...(phases === undefined ? [] : ['--phases', phases.join(',')]),
    ...[...new Set(scenarios)].flatMap((file) => ['--scenario', file]),
    ...(quick === true ? ['--quick'] : []),
    ...(soakMin === undefined ? [] : ['--soak', String(soakMin)]),
    ...(connections === undefined ? [] : ['--connections', String(connections)]),
    ...(chunks === undefined ? [] : ['--chunks', String(chunks)]),
    ...(allowDisruptive === true ? ['--allow-disruptive'] : []),
  ];
}

/** What of it asks for some phases alone. */
export function askedOfPhases(asked: AskedOfRun, phases: readonly PhaseId[]): AskedOfRun {
  const { quick, soakMin, connections, chunks, allowDisruptive } = asked;
  return {
    phases: [...phases],
    quick,
    ...(phases.includes('soak') && { soakMin }),
    ...(phases.includes('stress') && { connections, chunks }),
    ...(phases.some((phase) => disruptivePhases.includes(phase)) && { allowDisruptive }),
  };
}

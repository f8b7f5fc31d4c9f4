import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import { asTold, sentence, tellAll, type Sentence } from '../../../../shared/words/all-words.ts';
import type { ConnectionEnd } from '../../network/network.ts';

export type StepId =
  | 'address'
  | 'way'
  | 'dns'
  | 'tcp'
  | 'tls'
  | 'upgrade'
  | 'ack-on-connect'
  | 'handshake'
  | 'version'
  | 'compression'
  | 'rtt'
  | 'clock'
  | 'frame-limit';

/** What a step came to. */
export type Outcome = Pick<ProbeStep, 'status'> & { found: Sentence; ms?: number; next?: Sentence | null };

export function step(id: StepId, outcome: Outcome): ProbeStep {
  return namedStep(id, sentence(`probe.${id}`), outcome);
}

/** One whose title is not that of a kind. */
export function namedStep(id: string, title: Sentence, { status, found, ms, next }: Outcome): ProbeStep {
  return {
    id,
    status,
    ms: ms === undefined ? null : Math.round(ms * 10) / 10,
    ...tellAll({ title, found, next: next ?? null }),
  };
}

export function skipped(id: StepId, why: Sentence): ProbeStep {
  return step(id, { status: 'skip', found: why });
}

/** Where something ended: its code, and why. */
export function endOf({ code, said }: ConnectionEnd): { found: Sentence; next: Sentence } {
  return { found: asTold(code), next: said };
}

import { asTold, sentence } from '../../words/words.ts';
import type { Line } from './line.ts';

export type StorageFacts = {
  /** Events cannot be stored. */
  storageProblem: string | null;
  /** The recording itself cannot be written. */
  audioProblem: string | null;
};

/** What can't be saved just now: the recording itself, or what is told of it. */
export function storageFindings({ storageProblem, audioProblem }: StorageFacts): Line[] {
  const next = sentence('status.unsaved.next');
  const findings: Line[] = [];
  if (audioProblem !== null)
    findings.push({
      level: 'bad',
      headline: sentence('status.audio-unsaved'),
      reason: [asTold(audioProblem)],
      next,
    });
  if (storageProblem !== null)
    findings.push({
      level: 'warning',
      headline: sentence('status.events-unsaved'),
      reason: [asTold(storageProblem)],
      next,
    });
  return findings;
}

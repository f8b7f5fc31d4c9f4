import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { tellAll, type Sentence } from '../../../../shared/words/all-words.ts';

/** The id of a check, and what it is called. */
export type CheckName = readonly [id: string, title: Sentence];

type Outcome = { found: Sentence; next?: Sentence | null } & Partial<
  Omit<VerificationCheck, 'id' | 'title' | 'status' | 'found' | 'next' | 'said'>
>;

// More than these nobody follows.
const mostEvidence = 50;

function make(
  status: VerificationCheck['status'],
  [id, title]: CheckName,
  { found, next = null, ...outcome }: Outcome,
): VerificationCheck {
  return {
    id,
    status,
    value: null,
    unit: '',
    limit: null,
    ...outcome,
    ...tellAll({ title, found, next }),
    evidence: (outcome.evidence ?? []).slice(0, mostEvidence),
  };
}

/** Each makes one check: its id and title, and what was seen. */
export const passed = (name: CheckName, outcome: Outcome): VerificationCheck => make('pass', name, outcome);
export const failed = (name: CheckName, outcome: Outcome): VerificationCheck => make('fail', name, outcome);
export const leftOut = (name: CheckName, outcome: Outcome): VerificationCheck => make('skip', name, outcome);
export const unproved = (name: CheckName, outcome: Outcome): VerificationCheck =>
  make('inconclusive', name, outcome);

export const judged = (
  isGood: boolean,
  name: CheckName,
  outcome: Outcome & { next: Sentence },
): VerificationCheck => (isGood ? passed(name, { ...outcome, next: null }) : failed(name, outcome));

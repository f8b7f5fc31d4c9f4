import type { VerificationCheck } from '../../../../shared/verification/verification.ts';

type Outcome = Pick<VerificationCheck, 'found'> & Partial<Omit<VerificationCheck, 'id' | 'title' | 'status'>>;

// More than these nobody follows.
const mostEvidence = 50;

function make(
  status: VerificationCheck['status'],
  name: readonly [id: string, title: string],
  outcome: Outcome,
): VerificationCheck {
  const [id, title] = name;
  return {
    id,
    title,
    status,
    value: null,
    unit: '',
    limit: null,
    next: null,
    ...outcome,
    evidence: (outcome.evidence ?? []).slice(0, mostEvidence),
  };
}

/** Each makes one check: its id and title, and what was seen. */
export const passed = (name: readonly [string, string], outcome: Outcome): VerificationCheck =>
  make('pass', name, outcome);
export const failed = (name: readonly [string, string], outcome: Outcome): VerificationCheck =>
  make('fail', name, outcome);
export const leftOut = (name: readonly [string, string], outcome: Outcome): VerificationCheck =>
  make('skip', name, outcome);
export const unproved = (name: readonly [string, string], outcome: Outcome): VerificationCheck =>
  make('inconclusive', name, outcome);

export const judged = (
  isGood: boolean,
  name: readonly [string, string],
  outcome: Outcome & { next: string },
): VerificationCheck => (isGood ? passed(name, { ...outcome, next: null }) : failed(name, outcome));

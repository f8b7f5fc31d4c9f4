import type { Cause } from './causes.ts';

/** Twins that the protocol wants are told, and never counted as duplicates. */
export function isByDesign(cause: Cause): boolean {
  return cause === 'expected-twin';
}

/**
 * Whether events of this cause are too many and the target, or a client of it, sends them so. What we sent again
 * because its delivery was not confirmed was asked for, and an id for two things repeats nothing.
 */
export function isDuplicate(cause: Cause): boolean {
  return !isByDesign(cause) && cause !== 'client-retry' && cause !== 'id-reused';
}

/** So many events of a finding are named; all are counted. */
export const mostEventIds = 20;
/** So many findings of one cause are listed; all are counted. */
export const mostFindings = 200;
/** A name that so many sessions in a row did not use is not needed any more. */
export const sessionsUntilSafe = 5;

/** The rules where nobody asks for others. */
export const usualRules = { windowSec: 5, ignore: ['timestamp', 'chunkId'], sameSource: true };

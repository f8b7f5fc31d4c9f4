import type { Clock } from '../../ports/ports.ts';
import { tell, type Told } from '../../../../shared/words/all-words.ts';
import type { ConnectionEnd } from '../../network/network.ts';

/** How often and how long a target is asked to end a meeting, over all its connections. */
export type EndTries = {
  /** It is asked once more. */
  begin(): void;
  /** `wasSilent`: the connection on which it was asked ended because nothing came. */
  areOver(wasSilent: boolean): boolean;
  outcome(end: ConnectionEnd, unconfirmed: number): Told;
};

// A connection may break off in the middle of an answer; one that breaks off at each is the answer.
const mostTries = 3;
const mostSilentTries = 2;

export function createEndTries(clock: Clock, deadlineMs: number): EndTries {
  let tries = 0;
  let beganMs: number | null = null;
  return {
    begin() {
      tries += 1;
      beganMs ??= clock.monotonicMs();
    },
    areOver(wasSilent) {
      if (beganMs === null) return false;
      return (
        tries >= (wasSilent ? mostSilentTries : mostTries) || clock.monotonicMs() - beganMs >= deadlineMs
      );
    },
    outcome: ({ said }, unconfirmed) => tell('link.not-ended', { unconfirmed, tries, why: said }),
  };
}

import type { Cause } from '../../../../shared/events/findings.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';
import type { FrameMark } from '../../monitor/monitor.ts';

/** What a rule found out about a group; the sentence is made of it at the end. */
export type Circumstances = {
  /** Names as sent, in the order of the events. */
  names: readonly string[];
  direction: 'in' | 'out';
  connections: readonly string[];
  /** Between the two events that showed it, ms. */
  apartMs: number;
  /** What else speaks for it, as the end of a sentence. */
  detail: Sentence | null;
};

export type OpenFinding = {
  cause: Cause;
  facts: FrameMark;
  eventIds: number[];
  events: number;
  repeats: number;
  bytesWasted: number;
  confidence: number;
  circumstances: Circumstances;
};

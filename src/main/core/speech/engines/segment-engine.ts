import type { Action } from '../../../../shared/words/actions.ts';
import type { SecretState } from '../../ports/ports.ts';
import type { Billing } from '../cost.ts';
import type { EngineAnswer, LimitHeaders } from '../engine-answer.ts';

/** One segment for an engine: 16 kHz mono. */
export type EngineRequest = {
  pcm: Int16Array;
  /** The words before, so that names and spelling go on as they began. */
  prompt: string | null;
  /** Two letters, `null` where the engine is to find out. */
  language: string | null;
  signal: AbortSignal;
};

/** What an engine takes; `null` where nobody knows. */
export type Limits = { requestsPerMinute: number | null; audioSecPerHour: number | null };

/** Turns one segment into words, once: when to try again is not its business. */
export type SegmentEngine = {
  name: string;
  /** For people, such as `Groq`. */
  title: string;
  billing: Billing;
  limits: Limits;
  /** @throws EngineFailure; the signal's reason when that fires */
  transcribe(request: EngineRequest): Promise<{ answer: EngineAnswer; headers: LimitHeaders }>;
};

export const noLimits: Limits = { requestsPerMinute: null, audioSecPerHour: null };

/** Whether an engine can be used here and now, and what to do when not. */
export type EngineReadiness = {
  name: string;
  title: string;
  state: 'ready' | 'needs-key' | 'needs-setup' | 'not-installed';
  /** What it is, or what is missing and how to get it. */
  sentence: string;
  /** What the sentence advises, where a click or a command does it. */
  action?: Action | null;
  /** The key that it takes, for a UI; `null` where it takes none. */
  key: { name: string; state: SecretState } | null;
};

import type {
  BundlePlan,
  BundlePreview,
  BundleProgress,
  BundleReport,
  BundleRequest,
  WordSearch,
} from '../../../../shared/bundle/bundle.ts';
import type { SourceOptions } from '../source/open-source.ts';

/** What a bundle's thread is started for. Everything in it can cross threads. */
export type BundleTask =
  | { kind: 'write'; source: SourceOptions; request: BundleRequest; out: string; recipient: string | null }
  /** Stays, and answers questions until it is told to stop. */
  | { kind: 'look'; source: SourceOptions; request: BundleRequest };

/** What can be asked of a bundle that is not written. */
export type LookQuestion =
  { ask: 'plan' } | { ask: 'preview'; part: string } | { ask: 'search'; word: string };

export type LookAnswers = { plan: BundlePlan; preview: BundlePreview; search: WordSearch };

/** Ends a thread; what it is at ends with `interrupted`. */
export const stopWord = 'stop';
export type ToThread = typeof stopWord | { id: number; question: LookQuestion };

export type FromThread =
  | { kind: 'progress'; progress: BundleProgress }
  | { kind: 'written'; report: BundleReport }
  | { kind: 'answer'; id: number; value: LookAnswers[keyof LookAnswers] }
  | { kind: 'failed'; id: number | null; code: string; message: string };

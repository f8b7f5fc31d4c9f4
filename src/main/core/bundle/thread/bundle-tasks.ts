import type {
  BundlePlan,
  BundlePreview,
  BundleProgress,
  BundleReport,
  BundleRequest,
  OpenedBundle,
  WordSearch,
} from '../../../../shared/bundle/bundle.ts';
import type { Check } from '../../../../shared/machine/checks.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';
import type { SourceOptions } from '../source/open-source.ts';

/** What a bundle's thread is started for. Everything in it can cross threads. */
export type BundleTask =
  | { kind: 'write'; source: SourceOptions; request: BundleRequest; out: string; recipient: string | null }
  /** Stays, and answers questions until it is told to stop. */
  | { kind: 'look'; source: SourceOptions; request: BundleRequest }
  /** A written one, of anybody; stays as well. */
  | { kind: 'open'; path: string };

/** What can be asked of a bundle that is not written, and of one that was opened. */
export type BundleQuestion =
  | { ask: 'plan' }
  /** With the checks of this machine that were made already. */
  | { ask: 'findings'; checks: Check[] }
  | { ask: 'preview'; part: string }
  | { ask: 'search'; word: string }
  | { ask: 'overview' }
  | { ask: 'command'; name: string; input: unknown };

export type BundleAnswers = {
  plan: BundlePlan;
  findings: Pick<BundlePlan, 'findings' | 'missing'>;
  preview: BundlePreview;
  search: WordSearch;
  overview: OpenedBundle;
  command: unknown;
};

/** Ends a thread; what it is at ends with `interrupted`. */
export const stopWord = 'stop';
export type ToThread = typeof stopWord | { id: number; question: BundleQuestion };

export type FromThread =
  | { kind: 'progress'; progress: BundleProgress }
  | { kind: 'written'; report: BundleReport }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failed'; id: number | null; code: string; message: string; said: Sentence | null };

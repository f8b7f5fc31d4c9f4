import type {
  BundlePlan,
  BundlePreview,
  BundleProgress,
  BundleReport,
  BundleRequest,
} from '../../../../shared/bundle/bundle.ts';
import type { SourceOptions } from '../source/open-source.ts';

/** What a bundle's thread can be asked. Everything in it can cross threads. */
export type BundleTask =
  | { kind: 'write'; source: SourceOptions; request: BundleRequest; out: string; recipient: string | null }
  | { kind: 'plan'; source: SourceOptions; request: BundleRequest }
  | { kind: 'preview'; source: SourceOptions; request: BundleRequest; part: string }
  | { kind: 'search'; source: SourceOptions; request: BundleRequest; word: string };

export type WordSearch = { file: string; isFound: boolean; isMore: boolean }[];

export type BundleAnswers = {
  write: BundleReport;
  plan: BundlePlan;
  preview: BundlePreview;
  search: WordSearch;
};

export type FromThread =
  | { kind: 'progress'; progress: BundleProgress }
  | { kind: 'done'; value: unknown }
  | { kind: 'failed'; code: string; message: string; isAborted: boolean };

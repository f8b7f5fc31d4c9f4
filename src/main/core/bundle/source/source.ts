import type { Database } from 'better-sqlite3';
import type { Handlers } from '../../../../shared/contract/contract.ts';
import type { Check } from '../../../../shared/machine/checks.ts';
import type { AnalysisRange, AnalysisReport } from '../../../../shared/events/findings.ts';
import type { SessionReport } from '../../../../shared/session/session.ts';
import type { Redactor } from '../../redaction/redaction.ts';

/** What other features say of a database that is open for reading; they are handed in, since features do not meet. */
export type DatabaseQuestions = {
  reportOf(sessionId: string): Promise<Omit<SessionReport, 'findings'>>;
  /** A million events take ten seconds. @throws what `signal` was aborted with */
  analyse(range: AnalysisRange, signal: AbortSignal): Promise<AnalysisReport>;
};
export type BundleTools = {
  /** @throws where the database lacks tables of ours */
  ask(db: Database): DatabaseQuestions;
  /** What pages ask of what is stored, answered of a database whose newest moment is `atMs`. */
  answersOf(db: Database, atMs: number): Partial<Handlers>;
  /** The checks of `doctor`, of this machine. They may change the folder that they look at. */
  examineMachine(folder: string): Promise<Check[]>;
};

/** From when to when things are collected, wall clock in ms since 1970. */
export type Window = { fromMs: number; toMs: number; sessionId: string | null };

/** A data folder as it is read for one bundle: nothing in it is changed. */
export type Source = {
  home: string;
  version: string;
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  db: Database | null;
  questions: DatabaseQuestions | null;
  /** What its integrity check says, and how it had to be opened. */
  database: DatabaseState;
  /** As it is in its file; `null` when there is none or it cannot be read. */
  settings: unknown;
  settingsProblem: string | null;
  window: Window;
  /** So many lines of a part and frames of the analysis at most, the newest, so that the time it takes has an end. */
  mostLines: number;
  redactor: Redactor;
  /** What could not be read, in sentences. */
  missing: string[];
  /** A private folder that is gone with the bundle, with a copy of the settings. */
  scratch: string;
  /** Nobody waits for the bundle any more. */
  signal: AbortSignal;
  close(): Promise<void>;
};

export type DatabaseState = {
  /** `live`: read beside the app that has it open; `copy`: nobody has; `salvaged`: damaged, with what could be read. */
  how: 'live' | 'copy' | 'salvaged' | 'none';
  integrity: string;
  bytes: number;
  walBytes: number;
  freeBytes: number | null;
  totalBytes: number | null;
  /** Rows by table that were saved from a damaged one. */
  saved: Readonly<Record<string, number>> | null;
};

import type { AppError } from '../../../shared/errors.ts';
import type { Comparison } from '../../../shared/events/compare-reports.ts';
import type { AnalysisRange, AnalysisReport } from '../../../shared/events/findings.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { PlayedSide } from '../../../shared/replay/replay.ts';
import type { SessionReport, StartRequest } from '../../../shared/session/session.ts';
import type { Dial } from '../network/network.ts';
import type { Clock, RecordEvent, RecordFrame } from '../ports/ports.ts';
import type { ReadSamples, Stretch } from './frame-audio.ts';
import type { SessionBooks } from './open-session.ts';

/** The audio of a session. */
export type KeptTracks = { read: ReadSamples; sent: readonly Stretch[]; close(): Promise<void> };

/** What playing a session takes, each from the feature that has it. */
export type ReplayNeeds = {
  clock: Clock;
  version: string;
  record: RecordEvent;
  recordFrame: RecordFrame;
  books: SessionBooks;
  /** Oldest first. */
  eventsOf: (sessionId: string) => AsyncIterable<StoredEvent>;
  /** The kept audio of a session, and what of it was sent in order; `null` where there is none. */
  openAudio: (sessionId: string) => Promise<KeptTracks | null>;
  openPlace: (
    nameOrUrl: string | undefined,
  ) => Promise<{ name: string; dial: Dial; stop: () => Promise<void> }>;
  findings: {
    run(range: AnalysisRange): Promise<AnalysisReport>;
    compare(a: AnalysisRange, b: AnalysisRange): Promise<Comparison>;
  };
  show: (sessionId: string) => Promise<SessionReport>;
  start: (request: StartRequest) => Promise<{ sessionId: string }>;
  ended: () => Promise<AppError | null>;
};

/** Hears what is played: the sides as they begin, and that something about them has changed. */
export type Watch = { begin(side: PlayedSide): void; changed(): void };

import type { Level, SourceName } from '../../../../shared/sound/audio.ts';
import type { AppError } from '../../../../shared/errors.ts';
import type { ConnectionStatus } from '../../../../shared/session/status.ts';
import type { ByteCounts, ChunkCounts, SessionSummary } from '../../../../shared/session/session.ts';
import type { OpenedTarget } from '../../ports/ports.ts';

/** One recording from its first frame to the target's last answer. */
export type SessionRun = {
  summary(): SessionSummary;
  levels(): Level[];
  recordedSec(): number;
  /** Samples that a track holds. */
  samples(source: SourceName): number;
  chunks(): ChunkCounts;
  bytes(): ByteCounts;
  waitingBytes(): number | null;
  connection(): ConnectionStatus;
  transcriptLines(): number;
  /** What went wrong so far, in plain words. */
  failure(): AppError | null;
  /** Seconds of audio on their way to a target. */
  queuedSec(): number;
  tryNow(): void;
  wakeUp(): void;
  /**
   * Streams to another target from here on; what was queued stays with the old one.
   * @throws AppError `not-found` once nothing is captured any more; the target is still the caller's then
   */
  switchTarget(target: OpenedTarget): void;
  /** What people write about it while it runs. */
  annotate(annotation: Partial<Pick<SessionSummary, 'title' | 'notes' | 'tags'>>): void;
  /** Ends the capture; `done` follows when the target has given its last answer, or has been waited for so long. */
  stop(patienceMs?: number): void;
  /** Once the capture has ended: waits no longer for the target or the engine, but for the disk. */
  stopWaiting(): void;
  /** Ends the capture and waits for nobody. */
  abort(): void;
  /** Resolves with what went wrong, or `null`. Never rejects. */
  done: Promise<AppError | null>;
};

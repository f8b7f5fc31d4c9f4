import type { EngineStatus } from '../../../shared/settings/engines.ts';
import type { OpenedTarget } from '../ports/ports.ts';
import { createTranscriptions, type TranscriptionsOptions } from './jobs/transcriptions.ts';
import { createKeptTranscription, type KeptOptions, type KeptTranscription } from './kept.ts';
import { createEngineDesks, type EngineDesksOptions, type MadeEngine } from './limits/engine-desks.ts';
import { openEngineAsTarget } from './live.ts';

/** Words straight from a speech engine: while a session is recorded, and later from kept audio. */
export type Direct = KeptTranscription & {
  /**
   * An engine in the part of a target. Where none is ready the session is recorded all the same, and told how to
   * get one.
   * @throws AppError `bad-input` for a name that no engine has
   */
  openEngine(name: string | undefined): Promise<OpenedTarget>;
  engines(): Promise<EngineStatus[]>;
  makeEngine(name: string): Promise<MadeEngine>;
  /** A key or a setting changed, or somebody wants it tried: whatever waits for an engine looks again. */
  release(): void;
};

export type DirectOptions = KeptOptions &
  TranscriptionsOptions &
  Omit<EngineDesksOptions, 'listRequests' | 'onRelease'>;

export function createDirect(options: DirectOptions): Direct {
  const transcriptions = createTranscriptions(options);
  const desks = createEngineDesks({
    ...options,
    listRequests: (engine, sinceMs) => options.reads.requests.list(engine, sinceMs),
    onRelease: (engine) => transcriptions.tryNow(engine),
  });
  return {
    ...createKeptTranscription({ ...options, desks, transcriptions }),
    openEngine: (name) => openEngineAsTarget(name, { ...options, desks, transcriptions }),
    engines: () => desks.list(),
    makeEngine: (name) => desks.make(name),
    release: () => desks.release(),
  };
}

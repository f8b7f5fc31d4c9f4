import type { AppError } from '../../../shared/errors.ts';
import type { StartRequest } from '../../../shared/session/session.ts';
import { say } from '../../../shared/words/all-words.ts';

/** A session that was taken out of a bundle. */
export type Unpacked = {
  sessionId: string;
  /** The id that its events get: the same for the same bundle, and no session's of this machine. */
  importedAs: string;
  eventsPath: string;
  /** Its tracks, where sound is in the bundle. */
  tracks: readonly string[];
  notes: readonly string[];
};

/** What can be sent again, and what is not whole of it, in sentences. */
export type Bundled = { sessionId: string; audioSessionId?: string; notes: readonly string[] };

/** Imports a session of a bundle, and its audio as a recording where the bundle has it. */
export async function importBundled(
  unpacked: Unpacked,
  needs: {
    countEvents: (sessionId: string) => Promise<number>;
    importFile: (path: string, options: { onKnown: () => 'again' }) => Promise<unknown>;
    start: (request: StartRequest) => Promise<{ sessionId: string }>;
    ended: () => Promise<AppError | null>;
  },
  signal: AbortSignal,
): Promise<Bundled> {
  const { sessionId, importedAs, eventsPath, tracks, notes } = unpacked;
  // Events of one bundle are imported once; that this machine may have recorded them itself does not matter.
  if ((await needs.countEvents(importedAs)) === 0)
    await needs.importFile(eventsPath, { onKnown: () => 'again' });
  signal.throwIfAborted();
  if (tracks.length === 0) return { sessionId: importedAs, notes };
  const recording = await needs.start({
    inputs: tracks.map((path) => ({ kind: 'file' as const, path, speed: 'max' as const })),
    mode: 'capture-only',
    title: say('replay.title.bundled', { sessionId }),
  });
  const failure = await needs.ended();
  if (failure !== null) throw failure;
  signal.throwIfAborted();
  return { sessionId: importedAs, audioSessionId: recording.sessionId, notes };
}

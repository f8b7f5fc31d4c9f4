/**
 * Tracks on disk: written as audio comes, playable at any moment, whole again after a crash.
 * Needs the data folder, a clock, and where a session's tracks are.
 * Owns the audio files under recordings/, and the waveforms beside them.
 */
import { dirname, join, relative } from 'node:path';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { AppError } from '../../../shared/errors.ts';
import { makeFolder, openAll } from '../lifecycle/lifecycle.ts';
import type { Clock, MovedTrack, RecordEvent, Recording } from '../ports/ports.ts';
import { createKeptTracks, type KeptTracks, type KeptTracksNeeds } from './kept-tracks.ts';
import { showFolder, type ShowsFiles } from './show-folder.ts';
import { mixTracks } from './mix.ts';
import { recoverTrack } from './recover-track.ts';
import { openTrackReader, type TrackReader } from './track-reader.ts';
import { createTrackWriter, type TrackMove, type TrackWriter } from './track-writer.ts';

export { audioAnswerOf } from './audio-answer.ts';
export type { KeptAudio } from './kept-audio.ts';
export { readMixedWav } from './mixed-wav.ts';

/** Folder of a session's tracks, relative to the data folder. */
export function recordingFolder(sessionId: string): string {
  return `recordings/${sessionId}`;
}

/** Where a track goes on whose file was taken away, for the `moves`th time in its session. */
function movedTrackPath(sessionId: string, source: SourceName, moves: number): string {
  return `${recordingFolder(sessionId)}.${moves}/${source}.wav`;
}

/** File of a track, relative to the data folder, with forward slashes. */
export function trackPath(sessionId: string, source: SourceName): string {
  return `${recordingFolder(sessionId)}/${source}.wav`;
}

/**
 * Opens the tracks of a session that has ended, to read them as they were sent.
 * @throws AppError `storage-failed`
 */
export async function openTracks(
  paths: readonly string[],
): Promise<{ read: Recording['read']; close(): Promise<void> }> {
  const readers = await openAll(paths, openTrackReader, (reader) => reader.close());
  return {
    read: (firstSample, count) => readMixed(readers, firstSample, count),
    async close() {
      await Promise.all(readers.map((reader) => reader.close()));
    },
  };
}

async function readMixed(
  readers: readonly TrackReader[],
  firstSample: number,
  count: number,
): Promise<Int16Array> {
  const parts = await Promise.all(readers.map((reader) => reader.read(firstSample, count)));
  return mixTracks(parts, count);
}

/** The tracks of all sessions, as others work with them. */
export type Tracks = {
  /** @throws AppError `storage-failed` */
  createRecording(sessionId: string, sources: readonly SourceName[]): Promise<Recording>;
  recordingFolder(sessionId: string): string;
  trackPath(sessionId: string, source: SourceName): string;
  /** Mends a track's header and answers how many samples there are. */
  recoverTrack(path: string): Promise<number>;
  /** Tracks of an ended session, mixed as they are sent. */
  openTracks: typeof openTracks;
  openTrack(path: string): Promise<TrackReader>;
  /** One track of a session, or all of them mixed, as a WAV file. */
  openAudio: KeptTracks['openAudio'];
  handlers: Pick<Handlers, 'sessions.peaks' | 'sessions.showFolder'>;
};

export function startRecording(
  needs: KeptTracksNeeds & {
    clock: Clock;
    record: RecordEvent;
    onProblem: (problem: AppError | null) => void;
    desktop: ShowsFiles | null;
  },
): Tracks {
  const kept = createKeptTracks(needs);
  return {
    createRecording: (sessionId, sources) =>
      createRecording({
        ...needs,
        sessionId,
        sources,
        onProblem(problem) {
          needs.record({
            kind: 'storage',
            type: problem === null ? 'storage.audio-written-again' : 'storage.audio-not-written',
            sessionId,
            reason: problem?.message ?? null,
          });
          needs.onProblem(problem);
        },
      }),
    recordingFolder,
    trackPath,
    recoverTrack,
    openTracks,
    openTrack: openTrackReader,
    openAudio: kept.openAudio,
    handlers: {
      'sessions.peaks': ({ sessionId, source }) => kept.peaks(sessionId, source),
      'sessions.showFolder': async ({ sessionId }) => {
        await showFolder(sessionId, needs);
        return {};
      },
    },
  };
}

/**
 * Creates the folder and the file of every track.
 * @throws AppError `storage-failed`
 */
export async function createRecording(options: {
  home: string;
  sessionId: string;
  sources: readonly SourceName[];
  clock: Clock;
  /** Hears of a disk that takes nothing, and with `null` that it does again. */
  onProblem?: (problem: AppError | null) => void;
}): Promise<Recording> {
  const { home, sessionId, sources, clock, onProblem } = options;
  const folder = join(home, recordingFolder(sessionId));
  await makeFolder(folder);

  const writers = new Map<SourceName, TrackWriter>();
  const readers = new Map<SourceName, TrackReader>();
  /** Of files that the recording went on without; somebody may still be reading. */
  const retired: TrackReader[] = [];
  let onMoved: (move: MovedTrack) => void = () => undefined;
  let moves = 0;

  /** Not in the same folder: whoever deleted it may do so again. */
  async function findNewPath(source: SourceName): Promise<string> {
    moves += 1;
    const path = join(home, movedTrackPath(sessionId, source, moves));
    await makeFolder(dirname(path));
    return path;
  }

  async function follow(source: SourceName, move: TrackMove): Promise<void> {
    const before = readers.get(source);
    if (before !== undefined) retired.push(before);
    readers.set(source, await openTrackReader(move.to));
    onMoved({ ...move, source, path: relative(home, move.to).replaceAll('\\', '/') });
  }

  async function close(): Promise<void> {
    const closed = await Promise.allSettled(
      [...writers.values(), ...readers.values(), ...retired].map((file) => file.close()),
    );
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  }

  try {
    for (const source of sources) {
      const path = join(home, trackPath(sessionId, source));
      const writer = await createTrackWriter(path, {
        clock,
        onProblem,
        findNewPath: () => findNewPath(source),
        onMoved: (move) => follow(source, move),
      });
      writers.set(source, writer);
      readers.set(source, await openTrackReader(path));
    }
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }

  return {
    async append(source, pcm) {
      await writers.get(source)?.append(pcm);
    },
    samples: (source) => writers.get(source)?.samples ?? 0,
    read: (firstSample, count) => readMixed([...readers.values()], firstSample, count),
    readTrack: async (source, firstSample, into) =>
      (await readers.get(source)?.fill(firstSample, into)) ?? new Int16Array(),
    onMoved(listener) {
      onMoved = listener;
    },
    close,
  };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceName } from '../../../shared/audio.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Clock, Recording } from '../ports.ts';
import { mixTracks } from './mix.ts';
import { openTrackReader, type TrackReader } from './track-reader.ts';
import { createTrackWriter, type TrackWriter } from './track-writer.ts';

/** Folder of a session's tracks, relative to the home folder. */
export function recordingFolder(sessionId: string): string {
  return `recordings/${sessionId}`;
}

/** File of a track, relative to the home folder, with forward slashes. */
export function trackPath(sessionId: string, source: SourceName): string {
  return `${recordingFolder(sessionId)}/${source}.wav`;
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
}): Promise<Recording> {
  const { home, sessionId, sources, clock } = options;
  const folder = join(home, recordingFolder(sessionId));
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new AppError('storage-failed', `The folder ${folder} cannot be made: ${messageOf(cause)}`, {
      cause,
    });
  });

  const writers = new Map<SourceName, TrackWriter>();
  const readers: TrackReader[] = [];

  async function close(): Promise<void> {
    const closed = await Promise.allSettled([...writers.values(), ...readers].map((file) => file.close()));
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  }

  try {
    for (const source of sources) {
      const path = join(home, trackPath(sessionId, source));
      writers.set(source, await createTrackWriter(path, clock));
      readers.push(await openTrackReader(path));
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
    async read(firstSample, count) {
      const parts = await Promise.all(readers.map((reader) => reader.read(firstSample, count)));
      return mixTracks(parts, count);
    },
    close,
  };
}

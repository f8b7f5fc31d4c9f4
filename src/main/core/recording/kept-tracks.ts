import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { noSuchSession } from '../../../shared/session/no-such-session.ts';
import { pcmFormat, type SourceName } from '../../../shared/sound/audio.ts';
import type { KeptAudioName } from '../../../shared/sound/audio-address.ts';
import type { Peaks } from '../../../shared/sound/peaks.ts';
import { wavHeaderBytes } from '../../../shared/sound/wav.ts';
import { openKeptAudio, type KeptAudio } from './kept-audio.ts';
import { measurePeaks, readStoredPeaks, storePeaks } from './peaks.ts';
import { openTrackReader } from './track-reader.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** What the tracks of sessions are listened to by. */
export type KeptTracks = {
  /** @throws AppError `not-found`, `storage-failed` */
  openAudio: (sessionId: string, name: KeptAudioName) => Promise<KeptAudio>;
  /** @throws AppError `not-found`, `storage-failed` */
  peaks(sessionId: string, source: SourceName): Promise<Peaks>;
};

export type KeptTracksNeeds = {
  home: string;
  reads: {
    sessions: {
      find(sessionId: string): Promise<{ endedMs: number | null } | null>;
      listTracks(sessionId: string): Promise<{ source: SourceName; path: string }[]>;
    };
  };
};

export function createKeptTracks({ home, reads }: KeptTracksNeeds): KeptTracks {
  const measuring = new Map<string, Promise<Peaks>>();

  async function pathsOf(sessionId: string, name: KeptAudioName): Promise<string[]> {
    if ((await reads.sessions.find(sessionId)) === null) throw noSuchSession(sessionId);
    const tracks = await reads.sessions.listTracks(sessionId);
    const wanted = tracks.filter(({ source }) => name === 'mix' || source === name);
    if (wanted.length === 0) throw new AppError('not-found', sentence('recording.no-track', { track: name }));
    return wanted.map(({ path }) => join(home, path));
  }

  async function measure(path: string, isOver: boolean): Promise<Peaks> {
    const size = await stat(path)
      .then((file) => file.size)
      .catch((cause: unknown) => {
        throw unreadable(path, cause);
      });
    const samples = Math.max(0, Math.floor((size - wavHeaderBytes) / pcmFormat.bytesPerSample));
    const stored = await readStoredPeaks(path, samples);
    if (stored !== null) return stored;
    const reader = await openTrackReader(path);
    try {
      const peaks = await measurePeaks(reader, samples);
      if (isOver) await storePeaks(path, samples, peaks);
      return peaks;
    } finally {
      await reader.close();
    }
  }

  return {
    async openAudio(sessionId, name) {
      const paths = await pathsOf(sessionId, name);
      return openKeptAudio(paths).catch((cause: unknown) => {
        throw unreadable(paths.join(', '), cause);
      });
    },
    async peaks(sessionId, source) {
      const [path = ''] = await pathsOf(sessionId, source);
      const session = await reads.sessions.find(sessionId);
      // Two pages that look at the same session read a long file once.
      const known = measuring.get(path);
      if (known !== undefined) return known;
      const work = measure(path, session?.endedMs != null).finally(() => measuring.delete(path));
      measuring.set(path, work);
      return work;
    },
  };
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError('storage-failed', sentence('recording.gone', { path }), {
    cause,
  });
}

import { open } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/sound/audio.ts';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { wavHeaderBytes } from '../../../shared/sound/wav.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** Reads samples back from a track's file, also while it grows. */
export type TrackReader = {
  /** Fewer samples than asked for where the file ends. */
  read(firstSample: number, count: number): Promise<Int16Array>;
  /** The same into memory that the caller has; answers the part of it that was filled. */
  fill(firstSample: number, into: Int16Array): Promise<Int16Array>;
  close(): Promise<void>;
};

/** @throws AppError `storage-failed` */
export async function openTrackReader(path: string): Promise<TrackReader> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw readFailed(path, cause);
  });

  async function fill(firstSample: number, into: Int16Array): Promise<Int16Array> {
    const bytes = Buffer.from(into.buffer, into.byteOffset, into.byteLength);
    const start = wavHeaderBytes + firstSample * pcmFormat.bytesPerSample;
    let filled = 0;
    while (filled < bytes.byteLength) {
      const { bytesRead } = await file
        .read(bytes, filled, bytes.byteLength - filled, start + filled)
        .catch((cause: unknown) => {
          throw readFailed(path, cause);
        });
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return into.subarray(0, Math.floor(filled / pcmFormat.bytesPerSample));
  }

  return {
    read: (firstSample, count) => fill(firstSample, new Int16Array(count)),
    fill,
    close: () => file.close(),
  };
}

function readFailed(path: string, cause: unknown): AppError {
  return new AppError('storage-failed', sentence('recording.unreadable', { path, why: saidBy(cause) }), {
    cause,
  });
}

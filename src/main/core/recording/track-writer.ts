import { open, type FileHandle } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/audio.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/wav.ts';

/** One track's file, written front to back. */
export type TrackWriter = {
  /** Samples that are in the file. */
  readonly samples: number;
  /**
   * Resolves when the samples are in the file, so that they survive the death of this process.
   * Calls must not overlap.
   * @throws AppError `storage-failed`
   */
  append(pcm: Int16Array): Promise<void>;
  close(): Promise<void>;
};

// A power cut may cost a second of audio: that is the promise, and syncing more often wears the disk.
const syncIntervalMs = 1_000;

/**
 * Creates a track's file, header first. Once a second the sizes in the header are brought up to date and the
 * file is synced, so that a player opens it while it grows and after a crash.
 */
export async function createTrackWriter(path: string, clock: Clock): Promise<TrackWriter> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw writeFailed(path, cause);
  });
  await writeAll(file, buildWavHeader(0), 0, path);
  let dataBytes = 0;
  let lastSyncMs = clock.monotonicMs();
  let syncing: Promise<void> = Promise.resolve();
  let syncProblem: unknown;

  async function sync(): Promise<void> {
    await writeAll(file, buildWavHeader(dataBytes), 0, path);
    await file.datasync();
  }

  return {
    get samples() {
      return dataBytes / pcmFormat.bytesPerSample;
    },
    async append(pcm) {
      if (syncProblem !== undefined) throw writeFailed(path, syncProblem);
      const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
      await writeAll(file, bytes, wavHeaderBytes + dataBytes, path);
      dataBytes += bytes.byteLength;
      if (clock.monotonicMs() - lastSyncMs < syncIntervalMs) return;
      lastSyncMs = clock.monotonicMs();
      // In the background and one at a time: a slow disk must not hold up the audio.
      syncing = syncing.then(sync).catch((cause: unknown) => {
        syncProblem = cause;
      });
    },
    async close() {
      await syncing;
      try {
        await sync();
      } catch (cause) {
        throw writeFailed(path, cause);
      } finally {
        await file.close();
      }
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number, path: string): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    try {
      const result = await file.write(bytes, written, bytes.byteLength - written, position + written);
      written += result.bytesWritten;
    } catch (cause) {
      throw writeFailed(path, cause);
    }
  }
}

function writeFailed(path: string, cause: unknown): AppError {
  return new AppError(
    'storage-failed',
    `Audio cannot be written to ${path}: ${messageOf(cause)}. Free disk space or check the folder's permissions.`,
    { cause },
  );
}

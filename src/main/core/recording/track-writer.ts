import { open, type FileHandle } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/sound/audio.ts';
import { AppError, messageOf, toAppError } from '../../../shared/errors.ts';
import { sleep } from '../lifecycle/lifecycle.ts';
import type { Clock } from '../ports/ports.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/sound/wav.ts';

/** One track's file, written front to back. */
export type TrackWriter = {
  /** Samples that are in the file. */
  readonly samples: number;
  /**
   * Resolves when the samples are in the file, so that they survive the death of this process. While the disk
   * takes nothing it tries again for 30 s; the source keeps what comes meanwhile. Calls must not overlap.
   * @throws AppError `storage-failed` after that
   */
  append(pcm: Int16Array): Promise<void>;
  close(): Promise<void>;
};

// A power cut may cost a second of audio: that is the promise, and syncing more often wears the disk.
const syncIntervalMs = 1_000;

// Long enough for somebody to free the disk, short enough for the source's buffer of a minute.
const patienceMs = 30_000;
const retryMs = 500;

/**
 * Creates a track's file, header first. Once a second the sizes in the header are brought up to date and the
 * file is synced, so that a player opens it while it grows and after a crash.
 */
export async function createTrackWriter(
  path: string,
  clock: Clock,
  /** Hears of a disk that takes nothing, and with `null` that it does again. */
  onProblem: (problem: AppError | null) => void = () => undefined,
): Promise<TrackWriter> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw writeFailed(path, cause);
  });
  await writeAll(file, buildWavHeader(0), 0, path);
  let dataBytes = 0;
  let lastSyncMs = clock.monotonicMs();
  let syncing: Promise<void> = Promise.resolve();

  async function sync(): Promise<void> {
    await writeAll(file, buildWavHeader(dataBytes), 0, path);
    await file.datasync();
  }

  async function writePatiently(bytes: Buffer): Promise<void> {
    const giveUpMs = clock.monotonicMs() + patienceMs;
    for (let tries = 1; ; tries += 1) {
      try {
        // At the same place again: half a write before a failure is written over.
        await writeAll(file, bytes, wavHeaderBytes + dataBytes, path);
        if (tries > 1) onProblem(null);
        return;
      } catch (error) {
        const problem = toAppError(error, 'storage-failed');
        if (tries === 1) onProblem(problem);
        if (clock.monotonicMs() >= giveUpMs) throw problem;
        await sleep(clock, retryMs);
      }
    }
  }

  return {
    get samples() {
      return dataBytes / pcmFormat.bytesPerSample;
    },
    async append(pcm) {
      const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
      await writePatiently(bytes);
      dataBytes += bytes.byteLength;
      if (clock.monotonicMs() - lastSyncMs < syncIntervalMs) return;
      lastSyncMs = clock.monotonicMs();
      // In the background and one at a time: a slow disk must not hold up the audio.
      // What a sync cannot write the next one writes again.
      syncing = syncing.then(sync).catch(() => undefined);
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

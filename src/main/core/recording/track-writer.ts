import { open, type FileHandle } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/sound/audio.ts';
import { AppError, toAppError, saidBy } from '../../../shared/errors.ts';
import { sleep } from '../lifecycle/lifecycle.ts';
import type { Clock, MovedTrack } from '../ports/ports.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/sound/wav.ts';
import { copyOpenFile, whatBecameOf } from './file-watch.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** One track's file, written front to back. */
export type TrackWriter = {
  /** Samples that are in the file. */
  readonly samples: number;
  /**
   * Resolves when the samples are in the file, so that they survive the death of this process. While the disk
   * takes nothing it tries again for 27 s; the source keeps what comes meanwhile. Calls must not overlap.
   * @throws AppError `storage-failed` after that
   */
  append(pcm: Int16Array): Promise<void>;
  close(): Promise<void>;
};

export type TrackMove = Omit<MovedTrack, 'source' | 'path'>;

// A power cut may cost a second of audio: that is the promise, and syncing more often wears the disk.
const syncIntervalMs = 1_000;

// Long enough for somebody to free the disk; with what ending takes it is the half minute that is promised.
const patienceMs = 27_000;
const retryMs = 500;

export type TrackWriterOptions = {
  clock: Clock;
  /** Hears of a disk that takes nothing, and with `null` that it does again. */
  onProblem?: ((problem: AppError | null) => void) | undefined;
  /** Makes the place for a file to go on in; a recording without one stays where it is. */
  findNewPath?: () => Promise<string>;
  onMoved?: (move: TrackMove) => Promise<void>;
  /** How files are made; a disk that fails, in tests. */
  openFile?: (path: string) => Promise<FileHandle>;
};

/**
 * Creates a track's file, header first. Once a second the sizes in the header are brought up to date and the
 * file is synced, so that a player opens it while it grows and after a crash; and it is looked at whether it is still
 * the file of that name.
 */
export async function createTrackWriter(path: string, options: TrackWriterOptions): Promise<TrackWriter> {
  const { clock, onProblem = () => undefined } = options;
  const { openFile = openNew } = options;
  let current = { path, file: await create(path, openFile) };
  let dataBytes = 0;
  let lastSyncMs = clock.monotonicMs();
  let syncing: Promise<void> = Promise.resolve();
  let harm: TrackMove['what'] | null = null;

  async function sync(): Promise<void> {
    const { file } = current;
    harm ??= await whatBecameOf(file, current.path, wavHeaderBytes + dataBytes);
    await writeAll(file, buildWavHeader(dataBytes), 0, current.path);
    await file.datasync();
  }

  /** Before every write: the next one would make the file as long as it should be, with a hole in it. */
  async function noticeCut(): Promise<void> {
    const { size } = await current.file.stat();
    if (size < wavHeaderBytes + dataBytes) harm ??= 'cut short';
  }

  /** What was deleted or replaced can still be read by whoever has it open. */
  async function moveIfLost(): Promise<void> {
    if (harm === null || options.findNewPath === undefined) return;
    const { path: from, file } = current;
    const to = await options.findNewPath();
    const made = await create(to, openFile);
    const saved = await copyOpenFile(file, made, wavHeaderBytes + dataBytes);
    await writeAll(made, buildWavHeader(dataBytes), 0, to);
    current = { path: to, file: made };
    await file.close().catch(() => undefined);
    const firstSample = Math.max(0, Math.floor((saved - wavHeaderBytes) / pcmFormat.bytesPerSample));
    const sampleCount = dataBytes / pcmFormat.bytesPerSample - firstSample;
    const what = harm;
    harm = null;
    await options.onMoved?.({ what, from, to, lost: sampleCount > 0 ? { firstSample, sampleCount } : null });
  }

  async function writePatiently(bytes: Buffer): Promise<void> {
    const giveUpMs = clock.monotonicMs() + patienceMs;
    for (let tries = 1; ; tries += 1) {
      try {
        await noticeCut();
        await moveIfLost();
        // At the same place again: half a write before a failure is written over.
        await writeAll(current.file, bytes, wavHeaderBytes + dataBytes, current.path);
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
      if (harm !== null) await syncing;
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
        // It may have been touched since the last look.
        harm ??= await whatBecameOf(current.file, current.path, wavHeaderBytes + dataBytes);
        await moveIfLost();
        await sync();
      } catch (cause) {
        throw writeFailed(current.path, cause);
      } finally {
        await current.file.close();
      }
    },
  };
}

const openNew = (path: string): Promise<FileHandle> => open(path, 'wx+', 0o600);

async function create(path: string, openFile: typeof openNew): Promise<FileHandle> {
  const file = await openFile(path).catch((cause: unknown) => {
    throw writeFailed(path, cause);
  });
  await writeAll(file, buildWavHeader(0), 0, path);
  return file;
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
  return new AppError('storage-failed', sentence('recording.unwritable', { path, why: saidBy(cause) }), {
    cause,
  });
}

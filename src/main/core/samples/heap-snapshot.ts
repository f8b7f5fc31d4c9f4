import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeHeapSnapshot as writeSnapshot } from 'node:v8';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * Writes V8's heap to a file that only this user may read.
 * @throws AppError `busy` while something is recorded, `storage-failed`
 */
export async function writeHeapSnapshot(
  folder: string,
  nowMs: number,
  isRecording: boolean,
): Promise<{ path: string; bytes: number }> {
  if (isRecording) {
    throw new AppError('busy', sentence('host.snapshot-while-recording'));
  }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = `heap-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '')}.heapsnapshot`;
    const path = writeSnapshot(join(folder, name));
    await chmod(path, 0o600);
    return { path, bytes: (await stat(path)).size };
  } catch (cause) {
    throw new AppError(
      'storage-failed',
      sentence('host.snapshot-unwritable', { path: folder, why: saidBy(cause) }),
      { cause },
    );
  }
}

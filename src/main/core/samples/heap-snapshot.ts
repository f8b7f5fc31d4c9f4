import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeHeapSnapshot as writeSnapshot } from 'node:v8';
import { AppError, messageOf } from '../../../shared/errors.ts';

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
    throw new AppError(
      'busy',
      'A heap snapshot makes the app stand still for seconds. Stop the recording, then take it.',
    );
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
      `The heap snapshot could not be written to ${folder}: ${messageOf(cause)}. Check that the disk has room.`,
      { cause },
    );
  }
}

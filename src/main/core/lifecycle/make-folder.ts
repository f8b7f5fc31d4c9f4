import { lstat, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * Makes a folder and those above it, level by level. Node's own recursive way tries for ever where a folder can be
 * listed and takes no new ones, as in /proc.
 * @throws AppError `storage-failed` with what stands in the way
 */
export async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) return;
  if (found !== null) throw failed(path, 'there is something of that name that is not a folder');
  const link = await lstat(path).catch(() => null);
  if (link?.isSymbolicLink() === true) throw failed(path, 'it is a link to a place that does not exist');
  const parent = dirname(path);
  if (parent === path) throw failed(path, 'its drive is not there');
  await makeFolder(parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    // Somebody else made it in the same moment.
    if (code !== 'EEXIST') throw failed(path, reasons[code] ?? String(cause), cause);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the system takes no new folders there',
  EROFS: 'its disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOSPC: 'its disk is full',
  EDQUOT: "this user's share of the disk is used up",
  ENAMETOOLONG: 'its name is too long',
  ENOTDIR: 'something above it is not a folder',
};

function failed(path: string, why: string, cause?: unknown): AppError {
  return new AppError('storage-failed', sentence('host.no-folder', { path, why }), {
    cause,
    action: { do: 'choose-home' },
  });
}

import writeFileAtomic from 'write-file-atomic';
import { AppError, saidBy } from '../../shared/errors.ts';
import { sentence } from '../../shared/words/all-words.ts';

/**
 * Writes a file that this user alone may read, whatever an older one of that name allowed.
 * @throws AppError `storage-failed`
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text, { mode: 0o600 });
  } catch (cause) {
    throw new AppError('storage-failed', sentence('host.unwritable-home', { path, why: saidBy(cause) }), {
      cause,
    });
  }
}

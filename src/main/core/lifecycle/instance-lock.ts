import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { makeFolder } from './make-folder.ts';
import { isProcessAlive } from './process-alive.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * Makes this process the one host of a data folder; answers how to give that up. Other commands may work on the
 * folder beside it, a second host may not: it would take over the token and send the same sessions again. So this
 * comes before a host starts anything; it makes the folder where there is none.
 * @throws AppError `busy` when another host is running, `storage-failed` when the folder cannot be written
 */
export async function takeInstanceLock(home: string): Promise<() => Promise<void>> {
  const path = join(home, 'host.pid');
  await makeFolder(home);
  for (let tries = 1; ; tries += 1) {
    try {
      const file = await open(path, 'wx', 0o600);
      await writePid(file);
      return () => rm(path, { force: true });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EEXIST') {
        throw new AppError('storage-failed', sentence('file.unwritable', { path, why: saidBy(error) }), {
          cause: error,
        });
      }
    }
    const pid = Number(await readFile(path, 'utf8').catch(() => ''));
    if (tries > 1 || (pid > 0 && isProcessAlive(pid))) {
      throw new AppError('busy', sentence('host.runs-already', { home, pid }), {
        action: { do: 'choose-home' },
      });
    }
    // Left behind by a process that was killed.
    await rm(path, { force: true });
  }
}

async function writePid(file: FileHandle): Promise<void> {
  try {
    await file.writeFile(`${process.pid}\n`);
  } finally {
    await file.close();
  }
}

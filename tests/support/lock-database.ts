import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('./locking-process.ts', import.meta.url));

/** Another process that has a database open. */
export type DatabaseLocker = {
  /** Resolves when it holds the write lock. */
  lock(): Promise<void>;
  /** Resolves when it has let go of the lock and is gone. */
  release(): Promise<void>;
};

/** Starts a process that can take a database's write lock at once, however long a start takes here. */
export async function openDatabaseLocker(path: string): Promise<DatabaseLocker> {
  const child = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  return {
    async lock() {
      const locked = once(child.stdout, 'data');
      child.stdin.write('lock\n');
      await locked;
    },
    async release() {
      child.stdin.end();
      await gone;
    },
  };
}

/** Holds a database's write lock from another process; resolves when it is held, to what lets go of it. */
export async function lockDatabase(path: string): Promise<() => Promise<void>> {
  const locker = await openDatabaseLocker(path);
  await locker.lock();
  return () => locker.release();
}

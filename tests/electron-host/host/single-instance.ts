import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { join } from 'node:path';

export type SingleInstance = {
  isFirst: boolean;
  release(): void;
};

type Visit = { argv: string[]; workingFolder: string };

/**
 * One instance per user-data folder, across processes. A lock request has to be answered at once, so it is files: a
 * second instance leaves its words in a folder that the first one watches.
 */
export function createSingleInstance(
  userData: string,
  onVisit: (argv: string[], workingFolder: string) => void,
): SingleInstance {
  const visits = join(userData, 'electron-host-visits');
  const lock = join(userData, 'electron-host-lock');
  mkdirSync(visits, { recursive: true });
  if (!takeLock(lock)) {
    const draft = join(userData, `electron-host-visit-${process.pid}`);
    writeFileSync(
      draft,
      JSON.stringify({ argv: process.argv, workingFolder: process.cwd() } satisfies Visit),
    );
    renameSync(draft, join(visits, `${process.pid}`));
    return { isFirst: false, release: () => undefined };
  }
  const watcher: FSWatcher = watch(visits, { persistent: false }, () => {
    for (const name of readdirSync(visits)) {
      const path = join(visits, name);
      const { argv, workingFolder } = JSON.parse(readFileSync(path, 'utf8')) as Visit;
      rmSync(path);
      onVisit(argv, workingFolder);
    }
  });
  return {
    isFirst: true,
    release() {
      watcher.close();
      rmSync(lock, { force: true });
    },
  };
}

/** A lock whose process is gone is nobody's. */
function takeLock(path: string): boolean {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(path, 'utf8'));
    if (owner === process.pid || isAlive(owner)) return owner === process.pid;
    rmSync(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

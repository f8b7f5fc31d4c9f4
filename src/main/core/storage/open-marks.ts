import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isProcessAlive } from '../lifecycle/lifecycle.ts';

/** Which processes have a database open, by a file of each beside it. One that was killed leaves its file. */
export type OpenMarks = {
  /** Processes that run now, besides this one. */
  others: number[];
  /** Files of processes that ended without closing the database. */
  dead: string[];
};

const infix = '.open-';

export function markOpen(databasePath: string): void {
  writeFileSync(`${databasePath}${infix}${process.pid}`, '', { mode: 0o600 });
}

export function unmarkOpen(databasePath: string): void {
  rmSync(`${databasePath}${infix}${process.pid}`, { force: true });
}

export function readOpenMarks(databasePath: string): OpenMarks {
  const folder = dirname(databasePath);
  const prefix = `${basename(databasePath)}${infix}`;
  const marks: OpenMarks = { others: [], dead: [] };
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    const path = join(folder, name);
    if (pid === process.pid || !Number.isInteger(pid)) continue;
    if (isProcessAlive(pid) && isSinceBoot(path)) marks.others.push(pid);
    else marks.dead.push(path);
  }
  return marks;
}

/** They have been seen to: the database was checked since. */
export function forgetDeadMarks(databasePath: string): void {
  for (const path of readOpenMarks(databasePath).dead) rmSync(path, { force: true });
}

// After the machine has started anew, a process id is somebody else's.
function isSinceBoot(path: string): boolean {
  const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return changedMs > Date.now() - uptime() * 1_000;
}

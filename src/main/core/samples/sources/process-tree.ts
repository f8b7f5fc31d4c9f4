import { readdir, readFile, readlink } from 'node:fs/promises';

/** A running process, its parent and what it holds in memory. */
export type RunningProcess = { pid: number; parentPid: number; rssBytes: number };

/** The memory of a process and all its descendants, and how many they are; `null` when it is gone. */
export function sumTree(
  processes: readonly RunningProcess[],
  rootPid: number,
): { rssBytes: number; count: number } | null {
  const children = new Map<number, RunningProcess[]>();
  for (const process of processes) {
    const siblings = children.get(process.parentPid);
    if (siblings === undefined) children.set(process.parentPid, [process]);
    else siblings.push(process);
  }
  const root = processes.find(({ pid }) => pid === rootPid);
  if (root === undefined) return null;
  let rssBytes = 0;
  const seen = new Set<number>();
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.pid)) continue;
    seen.add(next.pid);
    rssBytes += next.rssBytes;
    open.push(...(children.get(next.pid) ?? []));
  }
  return { rssBytes, count: seen.size };
}

/**
 * Of those that hold a port, the one that the others descend from: a reloader or a cluster's first process. Its own
 * parent, such as a process manager, holds no port and counts for nothing.
 */
export function topmost(processes: readonly RunningProcess[], holders: ReadonlySet<number>): number | null {
  const parents = new Map(processes.map(({ pid, parentPid }) => [pid, parentPid]));
  const [first] = [...holders].sort((a, b) => a - b);
  if (first === undefined) return null;
  let top = first;
  const seen = new Set([top]);
  for (let parent = parents.get(top); parent !== undefined; parent = parents.get(parent)) {
    if (seen.has(parent)) break;
    seen.add(parent);
    if (holders.has(parent)) top = parent;
  }
  return top;
}

const pageBytes = 4096;

/** All processes of this machine, as Linux tells without a program. */
export async function listLinuxProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<RunningProcess | null> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
      if (stat === null) return null;
      // The name before it stands in brackets and may contain anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { pid: Number(pid), parentPid: Number(fields[1]), rssBytes: Number(fields[21]) * pageBytes };
    }),
  );
  return found.filter((process) => process !== null);
}

/** The processes that listen on a port, of those whose open files we may see. */
export async function findLinuxListeners(port: number): Promise<Set<number>> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  const holders = new Set<number>();
  if (inodes.size === 0) return holders;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    pids.map(async (pid) => {
      const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
      for (const file of files) {
        const link = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
        const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
        if (inode !== undefined && inodes.has(inode)) {
          holders.add(Number(pid));
          return;
        }
      }
    }),
  );
  return holders;
}

const listening = '0A';

/** `/proc/net/tcp`: `sl local remote state … inode …`, the port in hexadecimal behind the local address. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === listening && columns[1]?.endsWith(`:${wanted}`) === true)
    .flatMap((columns) => columns[9] ?? []);
}

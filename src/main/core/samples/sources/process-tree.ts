import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';

/** A running process, its parent and what it holds in memory. */
export type RunningProcess = {
  pid: number;
  parentPid: number;
  rssBytes: number;
  /** The program's name, without its arguments, in which a secret may stand. */
  name?: string;
  /** Processor time so far, where it is told. */
  cpuMs?: number;
  /** Where it is told instead. */
  cpuPercent?: number;
  uptimeSec?: number;
};

/** The memory of a process and all its descendants, and how many they are; `null` when it is gone. */
export function sumTree(
  processes: readonly RunningProcess[],
  rootPid: number,
): { rssBytes: number; count: number } | null {
  const members = treeOf(processes, rootPid);
  if (members.length === 0) return null;
  return { rssBytes: members.reduce((sum, { rssBytes }) => sum + rssBytes, 0), count: members.length };
}

/** A process, and then all its descendants; empty when it is gone. */
export function treeOf(processes: readonly RunningProcess[], rootPid: number): RunningProcess[] {
  const children = new Map<number, RunningProcess[]>();
  for (const process of processes) {
    const siblings = children.get(process.parentPid);
    if (siblings === undefined) children.set(process.parentPid, [process]);
    else siblings.push(process);
  }
  const root = processes.find(({ pid }) => pid === rootPid);
  if (root === undefined) return [];
  const members: RunningProcess[] = [];
  const seen = new Set<number>();
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.pid)) continue;
    seen.add(next.pid);
    members.push(next);
    open.push(...(children.get(next.pid) ?? []));
  }
  return members;
}

/**
 * Of those that hold a port, the one that the others descend from: a reloader or a cluster's first process. Its own
 * parent, such as a process manager, holds no port and counts for nothing.
 */
export function topmost(processes: readonly RunningProcess[], holders: ReadonlySet<number>): number | null {
  const [first] = [...holders].sort((a, b) => a - b);
  return first === undefined ? null : topHolder(parentsOf(processes), holders, first);
}

/** Of those that hold a port, each that descends from no other of them. More than one are strangers to each other. */
export function rootsOf(processes: readonly RunningProcess[], holders: ReadonlySet<number>): number[] {
  const parents = parentsOf(processes);
  const roots = new Set([...holders].map((pid) => topHolder(parents, holders, pid)));
  return [...roots].toSorted((a, b) => a - b);
}

const parentsOf = (processes: readonly RunningProcess[]): Map<number, number> =>
  new Map(processes.map(({ pid, parentPid }) => [pid, parentPid]));

/** The last holder on the way from a process to its parents. */
function topHolder(parents: ReadonlyMap<number, number>, holders: ReadonlySet<number>, pid: number): number {
  let top = pid;
  const seen = new Set([pid]);
  for (let parent = parents.get(pid); parent !== undefined; parent = parents.get(parent)) {
    if (seen.has(parent)) break;
    seen.add(parent);
    if (holders.has(parent)) top = parent;
  }
  return top;
}

const pageBytes = 4096;
// Of the kernel's ticks, in which it tells of times (USER_HZ): the same on every Linux that Node runs on.
const tickMs = 10;

/** All processes of this machine, as Linux tells without a program. */
export async function listLinuxProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sinceBootSec = Number((await readFile('/proc/uptime', 'utf8').catch(() => '')).split(' ')[0]);
  const found = await Promise.all(
    pids.map(async (pid): Promise<RunningProcess | null> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
      if (stat === null) return null;
      // The name before it stands in brackets and may contain anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const uptimeSec = Math.max(0, sinceBootSec - (Number(fields[19]) * tickMs) / 1_000);
      return {
        pid: Number(pid),
        parentPid: Number(fields[1]),
        rssBytes: Number(fields[21]) * pageBytes,
        name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
        cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
        ...(Number.isFinite(uptimeSec) && { uptimeSec }),
      };
    }),
  );
  return found.filter((process) => process !== null);
}

/** What a process holds in memory now; `null` when it is gone. The kernel answers from memory: no disk is waited for. */
export function readLinuxRss(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return null;
  }
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

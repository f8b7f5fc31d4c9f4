import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';
import {
  findLinuxListeners,
  listLinuxProcesses,
  readLinuxRss,
  sumTree,
  topmost,
  treeOf,
  type RunningProcess,
} from './process-tree.ts';

// Looking through the open files of all processes costs some milliseconds; who listens seldom changes.
const findEveryMs = 30_000;
// A look at every process costs a hundred times as much as one at those that belong together.
const listEveryMs = 10_000;
// Elsewhere than on Linux both questions start programs.
const programEveryMs = 60_000;

/** How processes and listeners are found on this system. */
export function systemOf(platform: NodeJS.Platform) {
  return platform === 'linux'
    ? { processes: listLinuxProcesses, listeners: findLinuxListeners }
    : { processes: listProcesses, listeners: findListeners };
}

/** The memory behind a port of this machine now; `null` where nobody listens, we do, or it may not be looked at. */
export async function readServerMemory(
  platform: NodeJS.Platform,
  port: number,
): Promise<{ bytes: number; processes: number } | null> {
  const system = systemOf(platform);
  const holders = await system.listeners(port);
  holders.delete(process.pid);
  if (holders.size === 0) return null;
  const processes = await system.processes();
  const pid = topmost(processes, holders);
  const tree = pid === null ? null : sumTree(processes, pid);
  return tree === null ? null : { bytes: tree.rssBytes, processes: tree.count };
}

/**
 * The memory of the backend when it runs on this machine: the process that listens on the target's port with all its
 * descendants. A process manager that started it counts for nothing, nor does our own process.
 */
export function createBackendSource(options: {
  platform: NodeJS.Platform;
  clock: Clock;
  /** The target's port on this machine; `null` where the target is elsewhere or ourselves. */
  port: () => Promise<number | null>;
}): SampleSource {
  const { platform, clock } = options;
  const isLinux = platform === 'linux';
  const system = systemOf(platform);
  let found: { port: number; pid: number | null; atMs: number } | null = null;
  let readMs = Number.NEGATIVE_INFINITY;
  let family: { port: number; pids: readonly number[] } | null = null;

  /** Of those that were found last; `null` when the first of them is gone, or it is time to look for others. */
  function readFamily(port: number): Record<string, number> | null {
    if (family?.port !== port || clock.monotonicMs() - readMs >= listEveryMs) return null;
    const [root, ...others] = family.pids.map(readLinuxRss);
    if (root === undefined || root === null) return null;
    return figuresOf([root, ...others.filter((bytes) => bytes !== null)]);
  }

  async function rootOf(port: number, processes: readonly RunningProcess[]): Promise<number | null> {
    const nowMs = clock.monotonicMs();
    if (found?.port === port && nowMs - found.atMs < findEveryMs) return found.pid;
    const holders = await system.listeners(port);
    holders.delete(process.pid);
    found = { port, pid: topmost(processes, holders), atMs: nowMs };
    return found.pid;
  }

  return {
    name: 'backend',
    async read() {
      const port = await options.port();
      if (port === null) return {};
      if (!isLinux && clock.monotonicMs() - readMs < programEveryMs) return {};
      // Nobody listens: no need to list all processes again so soon.
      if (found?.port === port && found.pid === null && clock.monotonicMs() - found.atMs < findEveryMs)
        return {};
      const known = isLinux ? readFamily(port) : null;
      if (known !== null) return known;
      readMs = clock.monotonicMs();
      const processes = await system.processes();
      const pid = await rootOf(port, processes);
      const members = pid === null ? [] : treeOf(processes, pid);
      family = { port, pids: members.map((member) => member.pid) };
      if (members.length === 0) {
        if (pid !== null) found = null;
        return {};
      }
      return figuresOf(members.map(({ rssBytes }) => rssBytes));
    },
  };
}

const figuresOf = (rssBytes: readonly number[]): Record<string, number> => ({
  'process.backend.rssBytes': rssBytes.reduce((sum, bytes) => sum + bytes, 0),
  'process.backend.processes': rssBytes.length,
});

async function listProcesses(): Promise<RunningProcess[]> {
  const { processes } = await import('systeminformation');
  const { list } = await processes();
  return list.map(({ pid, parentPid, memRss, name, cpu, started }) => {
    const startedMs = Date.parse(started);
    return {
      ...{ pid, parentPid, rssBytes: memRss * 1024, name, cpuPercent: cpu },
      ...(!Number.isNaN(startedMs) && { uptimeSec: Math.max(0, (Date.now() - startedMs) / 1_000) }),
    };
  });
}

async function findListeners(port: number): Promise<Set<number>> {
  const { networkConnections } = await import('systeminformation');
  const connections = await networkConnections();
  return new Set(
    connections
      .filter(({ state, localPort }) => state === 'LISTEN' && Number(localPort) === port)
      .map(({ pid }) => pid),
  );
}

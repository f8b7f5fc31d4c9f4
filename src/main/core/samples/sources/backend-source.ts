import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';
import {
  findLinuxListeners,
  listLinuxProcesses,
  sumTree,
  topmost,
  type RunningProcess,
} from './process-tree.ts';

// Looking through the open files of all processes costs some milliseconds; who listens seldom changes.
const findEveryMs = 30_000;
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
      readMs = clock.monotonicMs();
      const processes = await system.processes();
      const pid = await rootOf(port, processes);
      const tree = pid === null ? null : sumTree(processes, pid);
      if (tree === null) {
        if (pid !== null) found = null;
        return {};
      }
      return {
        'process.backend.rssBytes': tree.rssBytes,
        'process.backend.processes': tree.count,
      };
    },
  };
}

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

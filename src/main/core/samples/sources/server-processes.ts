import type { Clock, ProcessLook, ProcessTree } from '../../ports/ports.ts';
import { systemOf } from './backend-source.ts';
import { rootsOf, treeOf, type RunningProcess } from './process-tree.ts';

/** Two looks so far apart tell how busy a process is. */
const betweenMs = 250;

/** Looks at what listens on ports of this machine, and at processes that are known by their id. */
export async function lookAtProcesses(
  { ports, pids }: { ports: readonly number[]; pids: readonly number[] },
  { platform, clock }: { platform: NodeJS.Platform; clock: Clock },
): Promise<ProcessLook> {
  const system = systemOf(platform);
  const before = await system.processes();
  const beganMs = clock.monotonicMs();
  const holders = await Promise.all(ports.map((port) => system.listeners(port)));
  await new Promise<void>((resolve) => clock.after(betweenMs, resolve));
  const now = await system.processes();
  const tookMs = Math.max(1, clock.monotonicMs() - beganMs);
  const earlier = new Map(before.map((one) => [one.pid, one]));
  const tree = (pid: number): ProcessTree[] => {
    const members = treeOf(now, pid);
    return members.length === 0 ? [] : [describe(members, earlier, tookMs)];
  };
  return {
    listeners: ports.map((port, i) => {
      const held = new Set(holders[i]);
      // What runs inside the app is no process of its own.
      held.delete(process.pid);
      return { port, trees: rootsOf(now, held).flatMap(tree) };
    }),
    named: pids.flatMap(tree),
  };
}

function describe(
  members: readonly RunningProcess[],
  earlier: ReadonlyMap<number, RunningProcess>,
  tookMs: number,
): ProcessTree {
  const [root] = members;
  const cpu = members.flatMap(({ pid, cpuMs, cpuPercent }) => {
    if (cpuPercent !== undefined) return cpuPercent;
    const beforeMs = earlier.get(pid)?.cpuMs;
    return cpuMs === undefined || beforeMs === undefined ? [] : ((cpuMs - beforeMs) / tookMs) * 100;
  });
  return {
    pid: root?.pid ?? 0,
    name: root?.name ?? null,
    pids: members.map(({ pid }) => pid),
    memoryBytes: members.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
    cpuPercent: cpu.length === 0 ? null : Math.round(cpu.reduce((sum, one) => sum + one, 0)),
    uptimeSec: root?.uptimeSec ?? null,
  };
}

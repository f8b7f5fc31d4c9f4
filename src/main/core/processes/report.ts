import { saidOf, sentence, tellAll, type Sentence } from '../../../shared/words/all-words.ts';
import type { ProcessReport, ServerProcess } from '../../../shared/settings/targets/processes.ts';
import type { ProcessLook, ProcessTree } from '../ports/ports.ts';
import { findClashes, type PortOf } from './clashes.ts';
import type { Pm2Answer, Pm2Process } from './pm2.ts';

const ours = /^scrumbot/i;

/** Puts together what the process manager says and what the system shows. */
export function reportOf(from: {
  target: string;
  ports: readonly PortOf[];
  pm2: Pm2Answer;
  seen: ProcessLook;
}): ProcessReport {
  const { target, ports, pm2, seen } = from;
  const managed = pm2.processes.map((one) => managedProcess(one, seen));
  const isManaged = (tree: ProcessTree): boolean =>
    pm2.processes.some(({ pid }) => pid !== null && (tree.pids.includes(pid) || isWithin(tree, pid, seen)));
  const others = seen.listeners
    .flatMap(({ trees }) => trees)
    .filter((tree, i, all) => !isManaged(tree) && all.findIndex(({ pid }) => pid === tree.pid) === i)
    .map((tree) => listener(tree, seen));
  const processes = [
    ...managed.filter(({ name, listens }) => ours.test(name) || listens.length > 0),
    ...others,
  ];
  const clashes = findClashes(processes, ports);
  const failed = processes.filter(({ status }) => status === 'errored');
  const [{ port: socket } = { port: 0 }] = ports;
  const hasListener = processes.some(({ listens }) => listens.includes(socket));
  const ok = hasListener && clashes.length === 0 && failed.length === 0;
  return {
    target,
    ports: [...ports],
    processes,
    clashes,
    ok,
    ...tellAll({
      manager: pm2.found,
      summary: summaryOf({ processes, clashes, failed, hasListener, socket }),
    }),
  };
}

function summaryOf(of: {
  processes: readonly ServerProcess[];
  clashes: ProcessReport['clashes'];
  failed: readonly ServerProcess[];
  hasListener: boolean;
  socket: number;
}): Sentence {
  const [clash] = of.clashes;
  if (clash !== undefined) return saidOf(clash, 'found');
  const [failed] = of.failed;
  if (failed !== undefined) {
    const last = failed.errorLines.at(-1);
    return last === undefined
      ? sentence('processes.failed', { name: failed.name })
      : sentence('processes.failed-with', { name: failed.name, last });
  }
  return of.hasListener
    ? sentence('processes.no-clash', { processes: of.processes.length })
    : sentence('processes.no-listener', { port: of.socket });
}

function managedProcess(one: Pm2Process, seen: ProcessLook): ServerProcess {
  const tree = one.pid === null ? undefined : seen.named.find(({ pid }) => pid === one.pid);
  const listens = seen.listeners.flatMap(({ port, trees }) => {
    const own = trees.some(({ pid, pids }) => {
      if (tree?.pid === innermost(pid, seen)) return true;
      // In its cluster mode the process manager itself holds the port, and hands connections on.
      return one.pid !== null && pids.includes(one.pid) && one.port === port;
    });
    return own ? [port] : [];
  });
  return {
    name: one.name,
    pid: one.pid,
    from: 'pm2',
    status: one.status,
    listens,
    configuredPort: one.port,
    processes: tree?.pids.length ?? 0,
    // PM2 tells of the process that it started; the work is often in a child.
    memoryBytes: tree?.memoryBytes ?? one.memoryBytes,
    cpuPercent: tree?.cpuPercent ?? one.cpuPercent,
    uptimeSec: one.uptimeSec ?? tree?.uptimeSec ?? null,
    restarts: one.restarts,
    errorLines: one.errorLines,
  };
}

/** Of the processes that are known by their id, the one that a listener belongs to most closely. */
function innermost(pid: number, { named }: ProcessLook): number | null {
  const [closest] = named
    .filter(({ pids }) => pids.includes(pid))
    .toSorted((a, b) => a.pids.length - b.pids.length);
  return closest?.pid ?? null;
}

function isWithin(tree: ProcessTree, pid: number, { named }: ProcessLook): boolean {
  return named.some((one) => one.pid === pid && one.pids.includes(tree.pid));
}

function listener(tree: ProcessTree, { listeners }: ProcessLook): ServerProcess {
  return {
    name: tree.name ?? `process ${tree.pid}`,
    pid: tree.pid,
    from: 'port',
    status: 'online',
    listens: listeners.flatMap(({ port, trees }) =>
      trees.some(({ pid }) => pid === tree.pid) ? [port] : [],
    ),
    configuredPort: null,
    processes: tree.pids.length,
    memoryBytes: tree.memoryBytes,
    cpuPercent: tree.cpuPercent,
    uptimeSec: tree.uptimeSec,
    restarts: null,
    errorLines: [],
  };
}

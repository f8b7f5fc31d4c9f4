import { availableParallelism, freemem, totalmem } from 'node:os';
import type { ServerProcess } from '../../../../shared/settings/targets/processes.ts';
import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import type { Bench } from '../bench/bench.ts';
import { lifeOf } from '../bench/answers.ts';
import { failed, leftOut, passed } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { counted } from '../../../../shared/plural.ts';

const megabyte = 1_000_000;

/** What this machine and the target offer. It finds fault only with what keeps everything else from working. */
export async function environment(bench: Bench): Promise<VerificationCheck[]> {
  const { steps, clock } = await bench.probe();
  const { connection } = bench.acquaintance;
  const evidence = lifeOf(await bench.events(connection.sessionId), connection).slice(0, 2);
  return [
    passed(['machine', 'This machine'], {
      value: availableParallelism(),
      unit: 'cores',
      found: `${availableParallelism()} cores, ${Math.round(freemem() / megabyte)} of ${Math.round(totalmem() / megabyte)} MB free, Node ${process.versions.node}.`,
    }),
    passed(['reachable', 'Target reachable'], {
      value: round(connection.upgradeMs),
      unit: 'ms',
      evidence,
      found: `A WebSocket opened in ${round(connection.upgradeMs)} ms, and HANDSHAKE was answered.`,
      next: 'Reachable is not healthy: whether it transcribes, only audio can tell.',
    }),
    ...steps.filter(isOfSocket).map(checkOfStep),
    clock === null
      ? leftOut(['clock', 'Clock'], { found: 'The target names no time.' })
      : passed(['clock', 'Clock'], {
          value: clock.skewMs,
          unit: 'ms',
          found: `Its clock is ${clock.skewMs} ms from ours, give or take ${clock.uncertaintyMs} ms.`,
        }),
    ...(await serverProcess(bench)),
  ];
}

/** The handshake phase judges these by more than one answer. */
const judgedElsewhere = new Set(['ack-on-connect', 'handshake', 'rtt', 'clock', 'upgrade']);

function isOfSocket({ id }: ProbeStep): boolean {
  return !id.includes('/') && !judgedElsewhere.has(id);
}

function checkOfStep({ id, title, status, found, ms, next }: ProbeStep): VerificationCheck {
  const make = status === 'fail' ? failed : status === 'skip' ? leftOut : passed;
  return make([id, title], { found, next, ...(ms !== null && { value: ms, unit: 'ms' }) });
}

function inWords({ name, status, processes, memoryBytes, cpuPercent, restarts }: ServerProcess): string {
  return [
    `${name} ${status}`,
    ...(memoryBytes === null
      ? []
      : [`${round(memoryBytes / megabyte)} MB in ${counted(processes, 'process', 'processes')}`]),
    ...(cpuPercent === null ? [] : [`${cpuPercent} % of a core`]),
    ...(restarts === null ? [] : [counted(restarts, 'restart')]),
  ].join(', ');
}

async function serverProcess(bench: Bench): Promise<VerificationCheck[]> {
  const name = ['server-process', "The target's processes"] as const;
  if (bench.isOwn) {
    return [
      leftOut(name, {
        found: `The built-in backend is part of this process; its words are from ${bench.engine ?? 'no engine'}.`,
      }),
    ];
  }
  const report = await bench.processes();
  if (report === null || report.processes.length === 0) {
    const manager = report === null ? '' : ` ${report.manager}`;
    return [leftOut(name, { found: `They do not run on this machine, or may not be looked at.${manager}` })];
  }
  const bytes = report.processes.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);
  const value = round(bytes / megabyte);
  return [
    passed(name, {
      value,
      unit: 'MB',
      found: `${report.processes.map(inWords).join('; ')}. ${report.manager}`,
    }),
    ...report.clashes.map(({ port, found, next }) =>
      failed([`port-${port}`, `Port ${port} belongs to one process`], { value: port, found, next }),
    ),
  ];
}

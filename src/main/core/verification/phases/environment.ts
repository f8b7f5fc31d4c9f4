import { availableParallelism, freemem, totalmem } from 'node:os';
import type { ServerProcess } from '../../../../shared/settings/targets/processes.ts';
import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import type { Bench } from '../bench/bench.ts';
import { lifeOf } from '../bench/answers.ts';
import { failed, leftOut, passed } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { saidOf, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const megabyte = 1_000_000;

/** What this machine and the target offer. It finds fault only with what keeps everything else from working. */
export async function environment(bench: Bench): Promise<VerificationCheck[]> {
  const { steps, clock } = await bench.probe();
  const { connection } = bench.acquaintance;
  const evidence = lifeOf(await bench.events(connection.sessionId), connection).slice(0, 2);
  return [
    passed(['machine', sentence('verify.environment.machine')], {
      value: availableParallelism(),
      unit: 'cores',
      found: sentence('verify.environment.machine.found', {
        cores: availableParallelism(),
        freeMb: Math.round(freemem() / megabyte),
        totalMb: Math.round(totalmem() / megabyte),
        node: process.versions.node,
      }),
    }),
    passed(['reachable', sentence('verify.environment.reachable')], {
      value: round(connection.upgradeMs),
      unit: 'ms',
      evidence,
      found: sentence('verify.environment.reachable.found', { ms: round(connection.upgradeMs) }),
      next: sentence('verify.environment.reachable.next'),
    }),
    ...steps.filter(isOfSocket).map(checkOfStep),
    clock === null
      ? leftOut(['clock', sentence('verify.environment.clock')], {
          found: sentence('verify.environment.clock.none'),
        })
      : passed(['clock', sentence('verify.environment.clock')], {
          value: clock.skewMs,
          unit: 'ms',
          found: sentence('verify.environment.clock.found', {
            skewMs: clock.skewMs,
            uncertaintyMs: clock.uncertaintyMs,
          }),
        }),
    ...(await serverProcess(bench)),
  ];
}

/** The handshake phase judges these by more than one answer. */
const judgedElsewhere = new Set(['ack-on-connect', 'handshake', 'rtt', 'clock', 'upgrade']);

function isOfSocket({ id }: ProbeStep): boolean {
  return !id.includes('/') && !judgedElsewhere.has(id);
}

function checkOfStep(step: ProbeStep): VerificationCheck {
  const { id, status, ms } = step;
  const make = status === 'fail' ? failed : status === 'skip' ? leftOut : passed;
  return make([id, saidOf(step, 'title')], {
    found: saidOf(step, 'found'),
    next: step.next === null ? null : saidOf(step, 'next'),
    ...(ms !== null && { value: ms, unit: 'ms' }),
  });
}

function inWords({ name, status, processes, memoryBytes, cpuPercent, restarts }: ServerProcess): Sentence {
  const facts = [
    sentence('verify.environment.process.state', { name, status }),
    ...(memoryBytes === null
      ? []
      : [sentence('verify.environment.process.memory', { mb: round(memoryBytes / megabyte), processes })]),
    ...(cpuPercent === null ? [] : [sentence('verify.environment.process.cpu', { percent: cpuPercent })]),
    ...(restarts === null ? [] : [sentence('verify.environment.process.restarts', { restarts })]),
  ];
  return sentence('verify.environment.process', { facts });
}

async function serverProcess(bench: Bench): Promise<VerificationCheck[]> {
  const name = ['server-process', sentence('verify.environment.processes')] as const;
  if (bench.isOwn) {
    return [
      leftOut(name, {
        found: sentence('verify.environment.processes.own', { engine: bench.engine ?? '' }),
      }),
    ];
  }
  const report = await bench.processes();
  if (report === null || report.processes.length === 0) {
    const none = sentence('verify.environment.processes.none');
    const manager = report === null ? [] : [saidOf(report, 'manager')];
    return [leftOut(name, { found: sentence('verify.parts', { parts: [none, ...manager] }) })];
  }
  const bytes = report.processes.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0);
  const value = round(bytes / megabyte);
  return [
    passed(name, {
      value,
      unit: 'MB',
      found: sentence('verify.parts', {
        parts: [
          sentence('verify.environment.processes.found', { processes: report.processes.map(inWords) }),
          saidOf(report, 'manager'),
        ],
      }),
    }),
    ...report.clashes.map((clash) =>
      failed([`port-${clash.port}`, sentence('verify.environment.port', { port: clash.port })], {
        value: clash.port,
        found: saidOf(clash, 'found'),
        next: saidOf(clash, 'next'),
      }),
    ),
  ];
}

import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What a stretch of time says about whether this process got to do its work. */
export type MachineShare = {
  /** Of one core, used by this process. */
  own: number;
  /** Of all cores, used by anybody. */
  machine: number;
  /** Of the time, in which our main thread could have worked and had no core; `null` where the system does not count that. */
  waited: number | null;
  /** How late timers were, 99 of 100, ms. */
  lateMs: number;
};

export type MachineLimits = {
  own: number;
  waited: number;
  lateMs: number;
  /** So many times as long as asked for a load may take to go out. */
  pace: number;
};

/** Watches until it is asked. */
export function watchMachine(): () => MachineShare {
  const delay = monitorEventLoopDelay({ resolution: delayStepMs });
  delay.enable();
  const startMs = performance.now();
  const ownBefore = process.cpuUsage();
  const coresBefore = coreTimes();
  const waitedBefore = waitedMs();
  return () => {
    delay.disable();
    const wallMs = Math.max(1, performance.now() - startMs);
    const own = process.cpuUsage(ownBefore);
    const cores = coreTimes();
    const all = cores.all - coresBefore.all;
    const waited = waitedMs();
    return {
      own: (own.user + own.system) / 1_000 / wallMs,
      machine: all <= 0 ? 0 : 1 - (cores.idle - coresBefore.idle) / all,
      waited: waited === null || waitedBefore === null ? null : (waited - waitedBefore) / wallMs,
      // The histogram counts its own step.
      lateMs: Math.max(0, delay.percentile(99) / 1e6 - delayStepMs),
    };
  };
}

/** Why times that were measured meanwhile say more about this machine than about the target; `null` when they do not. */
export function bottleneckIn(share: MachineShare, limits: MachineLimits): Sentence | null {
  const { own, machine, waited, lateMs } = share;
  if (own > limits.own) return sentence('verify.own-bottleneck', { own: percent(own) });
  if (waited !== null && waited > limits.waited) {
    return sentence('verify.others-bottleneck', {
      machine: percent(machine),
      own: percent(own),
      waited: percent(waited),
    });
  }
  if (lateMs > limits.lateMs) {
    return sentence('verify.late-bottleneck', { lateMs: Math.round(lateMs), machine: percent(machine) });
  }
  return null;
}

export const quietAdvice = (): Sentence => sentence('verify.quiet-advice');

/**
 * Whether a time that was measured beside other work is an upper bound of what the target takes: such work makes it longer, never
 * shorter. It is none when we used up the core ourselves, nor when what was to be done in that time went out slower than
 * it was asked for.
 */
export function isUpperBound(
  share: MachineShare,
  limits: MachineLimits,
  pace: { tookMs: number; askedMs: number },
): boolean {
  return share.own <= limits.own && pace.tookMs <= pace.askedMs * limits.pace;
}

export function shareOf({ own, machine, waited }: MachineShare): Sentence {
  const used = { own: percent(own), machine: percent(machine) };
  return waited === null
    ? sentence('verify.own-share', used)
    : sentence('verify.own-share-waited', { ...used, waited: percent(waited) });
}

const delayStepMs = 20;

function percent(of: number): number {
  return Math.round(of * 100);
}

function coreTimes(): { idle: number; all: number } {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, core) => sum + core.idle, 0);
  const all = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle);
  return { idle, all };
}

/** Linux counts for each thread how long it stood in the queue for a core, ns: the second of three numbers. */
export function readWaited(schedstat: string): number | null {
  const ns = /^\d+ (\d+) \d+/.exec(schedstat)?.[1];
  return ns === undefined ? null : Number(ns) / 1e6;
}

function waitedMs(): number | null {
  try {
    return readWaited(readFileSync('/proc/self/schedstat', 'utf8'));
  } catch {
    // Another system.
    return null;
  }
}

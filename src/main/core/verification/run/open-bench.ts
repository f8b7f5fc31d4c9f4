import type { ProbeReport } from '../../../../shared/settings/targets/probe.ts';
import { isLoopbackUrl } from '../../../../shared/settings/targets/resolve-target.ts';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import {
  usualSoakMin,
  type VerificationRequest,
  type VerificationRun,
} from '../../../../shared/verification/verification.ts';
import type { Dial } from '../../network/network.ts';
import { getAcquainted } from '../bench/acquaintance.ts';
import type { Bench, SpokenMeeting } from '../bench/bench.ts';
import { speakMeeting } from '../bench/spoken-meeting.ts';
import { workFor } from '../bench/work.ts';
import { sessionName } from '../phases/reconnect.ts';
import type { RunHooks, RunNeeds } from './run-needs.ts';
import type { RunProgress } from './run-progress.ts';
import type { RunSessions } from './run-sessions.ts';

/**
 * Gets acquainted with the target, and lays out what the phases of the suite work with.
 * @throws AppError `unreachable`
 */
export async function openBench(options: {
  run: VerificationRun;
  request: VerificationRequest;
  target: Target;
  /** The way to the target, or to the built-in one. */
  dial: Dial;
  builtIn: { url: string; engine: string } | null;
  speech: Int16Array;
  plumbing: Pick<Bench, 'open' | 'events'>;
  sessions: RunSessions;
  progress: RunProgress;
  signal: AbortSignal;
  leftMs: () => number;
  needs: RunNeeds;
  hooks: RunHooks;
}): Promise<Bench> {
  const { run, request, target, dial, builtIn, plumbing, sessions, progress, signal, needs, hooks } = options;
  const { version, clock } = needs;
  const firstSession = sessions.open('reconnect');
  const isLoopback = isLoopbackUrl(dial.url);
  const usual = workFor(request, isLoopback);
  const acquaintance = await getAcquainted({
    open: () => plumbing.open(firstSession),
    meetingId: sessionName(firstSession),
    clientType: target.clientType ?? undefined,
    version,
    target: target.name,
    clock,
    signal,
  });
  run.serverVersion = acquaintance.serverVersion;
  // Processes of this machine that are not ours.
  const isTheirs = isLoopback && builtIn === null;
  let probed: Promise<ProbeReport> | null = null;
  let spoken: Promise<SpokenMeeting> | null = null;
  const bench: Bench = {
    ...plumbing,
    runId: run.runId,
    target,
    dial,
    isOwn: builtIn !== null,
    engine: builtIn?.engine ?? null,
    work: hooks.work?.(usual) ?? usual,
    soakMin: request.soakMin ?? usualSoakMin,
    soakSoFar: run.unfinished?.soak ?? null,
    keepSoak(soak) {
      if (run.unfinished !== undefined) run.unfinished = { ...run.unfinished, soak };
      progress.changed();
    },
    version,
    clock,
    signal,
    leftMs: options.leftMs,
    speech: options.speech,
    session: sessions.open,
    analyse: (sessionId) => needs.findings.service.run({ sessionId }),
    probe: () =>
      (probed ??= needs.targets.handlers['targets.probe']({
        target: builtIn?.url ?? request.target ?? target.name,
      })),
    knownClock: async () => (await probed)?.clock ?? null,
    spoken: () => (spoken ??= speakMeeting(bench)),
    acquaintance,
    serverMemory: async () => (isTheirs ? needs.serverMemory(portOf(dial.url)) : null),
    processes: async () => (isTheirs ? needs.processes.look(request.target ?? target.name) : null),
    startedRssBytes: process.memoryUsage.rss(),
    slopeOf: needs.slopeOf,
    figures: run.figures,
    baseline: await hooks.baseline(target.name),
    doing: progress.doing,
    whilePaused: hooks.whilePaused,
  };
  return bench;
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port);
}

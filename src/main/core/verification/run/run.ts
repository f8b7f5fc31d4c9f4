import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import type { ProcessReport } from '../../../../shared/settings/targets/processes.ts';
import type { ProbeReport } from '../../../../shared/settings/targets/probe.ts';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import { isLoopbackUrl } from '../../../../shared/settings/targets/resolve-target.ts';
import {
  hasPassed,
  usualSoakMin,
  verificationSessionPrefix,
  type PartId,
  type VerificationFigures,
  type VerificationPhase,
  type VerificationCheck,
  type VerificationProgress,
  type VerificationRequest,
  type VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { directDial, type Dial } from '../../network/network.ts';
import type { Clock, RecordEvent, RecordFrame } from '../../ports/ports.ts';
import { getAcquainted } from '../bench/acquaintance.ts';
import {
  createPlumbing,
  type Bench,
  type ServerMemory,
  type SlopeOf,
  type SpokenMeeting,
} from '../bench/bench.ts';
import { readSpeech } from '../bench/speech.ts';
import { speakMeeting } from '../bench/spoken-meeting.ts';
import { workFor, type Work } from '../bench/work.ts';
import { round } from '../judge/quantile.ts';
import { beginRun, HostStops, noteDone, soakSessions } from './begin-run.ts';
import { planOf, type Part } from './plan.ts';
import { sessionName } from '../phases/reconnect.ts';
import { runScenario } from '../scenario/run-scenario.ts';
import { explained, leftOutPhase, runPhase, summaryOf, TimeIsUp, unprovedPhase } from './suite.ts';
import {
  asTold,
  sayIt,
  sentence,
  tellAll,
  toldBy,
  type Sentence,
} from '../../../../shared/words/all-words.ts';

export type RunNeeds = {
  version: string;
  clock: Clock;
  record: RecordEvent;
  recordFrame: RecordFrame;
  flushEvents: () => Promise<void>;
  events: {
    handlers: {
      'events.list': (filter: {
        sessionId: string;
        afterSeq: number;
        limit: number;
      }) => Promise<StoredEvent[]>;
    };
  };
  findings: { service: { run: (range: { sessionId: string }) => Promise<AnalysisReport> } };
  targets: {
    ready: (nameOrUrl: string | undefined) => Promise<{ target: Target; dial: Dial | null }>;
    handlers: { 'targets.probe': (input: { target: string }) => Promise<ProbeReport> };
  };
  /** A built-in backend that always has words. */
  startBuiltIn: () => Promise<{ url: string; stop: () => Promise<void>; engine: string }>;
  serverMemory: (port: number) => Promise<ServerMemory | null>;
  processes: { look: (nameOrUrl: string) => Promise<ProcessReport> };
  slopeOf: SlopeOf;
};

export type RunHooks = {
  signal: AbortSignal;
  baseline: (target: string) => Promise<{ runId: string; figures: VerificationFigures } | null>;
  /** The run as it is now. */
  onProgress: (run: VerificationRun, at: Omit<VerificationProgress, 'run'>) => void;
  whilePaused: () => Promise<void>;
  /** A run that was left before its end: what of it is over stays as it is. */
  goesOnFrom?: VerificationRun | undefined;
  /** Whether the next start of the app goes on with a soak that this one does not end. */
  stays: boolean;
  /** Another amount of work, or other limits, than usual. */
  work?: ((usual: Work) => Work) | undefined;
};

const quickMs = 85_000;

/**
 * Verifies a target. Answers a whole report whatever becomes of the run; only what cannot begin is thrown.
 * @throws AppError `not-found`, `bad-input`
 */
export async function runVerification(
  request: VerificationRequest,
  needs: RunNeeds,
  hooks: RunHooks,
): Promise<VerificationRun> {
  const { clock } = needs;
  const { target, dial } = await needs.targets.ready(request.target);
  const plan = planOf(request, target);
  const timeUp = new AbortController();
  const cancelTimer = request.quick
    ? clock.after(quickMs, () => timeUp.abort(new TimeIsUp()))
    : () => undefined;
  const signal = AbortSignal.any([hooks.signal, timeUp.signal]);
  const endsAtMs = request.quick ? clock.monotonicMs() + quickMs : Number.POSITIVE_INFINITY;
  const earlier = hooks.goesOnFrom ?? null;
  const startedMs = clock.monotonicMs() - (earlier?.durationSec ?? 0) * 1_000;
  const run = beginRun({ request, target, dial, plan, stays: hooks.stays, earlier, needs });
  const { runId } = run;
  let doing = sayIt(sentence('verify.doing.connecting', { target: target.name }));
  let phase: PartId | null = null;
  let share = 0;
  let steps: Pick<VerificationProgress, 'steps'> = {};
  const tell = (): void => {
    run.durationSec = round((clock.monotonicMs() - startedMs) / 1_000);
    hooks.onProgress({ ...run, phases: [...run.phases] }, { phase, doing, share, ...steps });
  };
  tell();
  const builtIn = dial === null ? await needs.startBuiltIn() : null;
  const way = dial ?? directDial(builtIn?.url ?? '');
  const plumbing = createPlumbing({
    ...needs,
    dial: way,
    target: target.name,
    signal,
    listEvents: (filter) => needs.events.handlers['events.list'](filter),
  });
  const sessions = new Map<PartId, string[]>([['soak', soakSessions(run)]]);
  // One that is gone on with must not write into sessions that it left half.
  const startOf = (run.unfinished?.starts ?? 1) > 1 ? `-start-${run.unfinished?.starts}` : '';

  function session(id: PartId): string {
    const all = sessions.get(id) ?? [];
    sessions.set(id, all);
    const sessionId = `${verificationSessionPrefix}${runId}${startOf}-${id}${all.length === 0 ? '' : `-${all.length + 1}`}`;
    all.push(sessionId);
    return sessionId;
  }

  function say(what: Sentence, part = 0): void {
    doing = sayIt(what);
    share = (run.phases.length + part) / plan.length;
    tell();
  }

  async function makeBench(): Promise<Bench> {
    const { version } = needs;
    const firstSession = session('reconnect');
    const isLoopback = isLoopbackUrl(way.url);
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
    let probed: Promise<ProbeReport> | null = null;
    let spoken: Promise<SpokenMeeting> | null = null;
    const bench: Bench = {
      ...plumbing,
      runId,
      target,
      dial: way,
      isOwn: builtIn !== null,
      engine: builtIn?.engine ?? null,
      work: hooks.work?.(usual) ?? usual,
      soakMin: request.soakMin ?? usualSoakMin,
      soakSoFar: run.unfinished?.soak ?? null,
      keepSoak(soak) {
        if (run.unfinished !== undefined) run.unfinished = { ...run.unfinished, soak };
        tell();
      },
      version,
      clock,
      signal,
      leftMs: () => endsAtMs - clock.monotonicMs(),
      speech: await readSpeech(),
      session,
      analyse: (sessionId) => needs.findings.service.run({ sessionId }),
      probe: () =>
        (probed ??= needs.targets.handlers['targets.probe']({
          target: builtIn?.url ?? request.target ?? target.name,
        })),
      knownClock: async () => (await probed)?.clock ?? null,
      spoken: () => (spoken ??= speakMeeting(bench)),
      acquaintance,
      serverMemory: async () => (isLoopback && builtIn === null ? needs.serverMemory(portOf(way.url)) : null),
      processes: async () =>
        isLoopback && builtIn === null ? needs.processes.look(request.target ?? target.name) : null,
      startedRssBytes: process.memoryUsage.rss(),
      slopeOf: needs.slopeOf,
      figures: run.figures,
      baseline: await hooks.baseline(target.name),
      doing: say,
      whilePaused: hooks.whilePaused,
    };
    return bench;
  }

  try {
    const bench = plan.some(({ id }) => id !== 'scenario') ? await makeBench() : null;
    const speech = await readSpeech();
    for (const part of toDo()) {
      phase = part.id;
      steps = {};
      say(asTold(''));
      if (part.leaveOut !== null) run.phases.push(leftOutPhase(part, part.leaveOut));
      else if (signal.aborted) run.phases.push(unprovedPhase(part, whyNot(signal)));
      else run.phases.push(await runPart(part, bench, speech));
      if (!signal.aborted) noteDone(run, part);
    }
    bench?.acquaintance.connection.cut();
    run.state = hooks.signal.aborted ? stoppedState(hooks.signal) : 'done';
  } catch (error) {
    run.state = hooks.signal.aborted ? stoppedState(hooks.signal) : 'unreachable';
    const isKnown = error instanceof AppError && error.code === 'unreachable';
    if (!isKnown && !signal.aborted) throw error;
    const reason = isKnown ? toldBy(saidBy(error)).said : whyNot(signal);
    const rest = toDo().map((part) =>
      part.leaveOut === null ? unprovedPhase(part, reason) : leftOutPhase(part, part.leaveOut),
    );
    run.phases = [...(earlier === null ? [] : run.phases), ...rest];
    Object.assign(run, tellAll({ summary: reason }));
  } finally {
    cancelTimer();
    await builtIn?.stop();
  }
  phase = null;
  steps = {};
  doing = '';
  share = 1;
  if (run.state === 'done') delete run.unfinished;
  // Who cannot reach it at its next start would try at each.
  else if (run.state !== 'interrupted' && run.unfinished !== undefined)
    run.unfinished = { ...run.unfinished, goesOnByItself: false };
  run.passed = run.state === 'done' && hasPassed(run.phases);
  if (run.state !== 'unreachable')
    Object.assign(run, tellAll({ summary: summaryOf(run.phases, run.state === 'done') }));
  tell();
  return run;

  /** What an earlier start has not done. */
  function toDo(): Part[] {
    return plan.filter((part) => part.id === 'scenario' || run.unfinished?.done.includes(part.id) !== true);
  }

  async function runPart(part: Part, bench: Bench | null, speech: Int16Array): Promise<VerificationPhase> {
    if (part.id !== 'scenario') {
      if (bench === null) throw new Error('A phase of the suite needs its bench.');
      return runPhase(bench, part.id, sessionsOf(part.id));
    }
    const onSteps = (soFar: readonly VerificationCheck[]): void => {
      steps = { steps: [...soFar] };
      tell();
    };
    const needs = { ...plumbing, clock, signal, speech, target, session, doing: say, onSteps };
    return runScenario(needs, part.scenario, part.prefix).catch(async (error: unknown) => {
      // Once the target was reached, what follows is a finding.
      const isLater = error instanceof AppError && error.code === 'unreachable' && run.phases.length > 0;
      if (isLater) return unprovedPhase(part, toldBy(saidBy(error)).said);
      if (!signal.aborted) throw error;
      const checks = await explained({ ...plumbing, signal }, error);
      return { ...unprovedPhase(part, asTold('')), file: part.scenario.file, checks };
    });
  }

  function sessionsOf(id: PartId): string[] {
    // Three phases look at the one spoken meeting.
    const own = sessions.get(id);
    if (own !== undefined) return own;
    const all = id === 'monitoring' || id === 'traffic' ? (sessions.get('end-to-end') ?? []) : [];
    sessions.set(id, all);
    return all;
  }
}

const stoppedState = ({ reason }: AbortSignal): 'interrupted' | 'cancelled' =>
  reason instanceof HostStops ? 'interrupted' : 'cancelled';

function whyNot(signal: AbortSignal): Sentence {
  return signal.reason instanceof TimeIsUp
    ? sentence('verify.not-run.time')
    : sentence('verify.not-run.stopped');
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port);
}

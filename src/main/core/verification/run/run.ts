import { AppError, saidBy } from '../../../../shared/errors.ts';
import {
  hasPassed,
  type VerificationPhase,
  type VerificationRequest,
  type VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { directDial } from '../../network/network.ts';
import { createPlumbing, type Bench } from '../bench/bench.ts';
import { readSpeech } from '../bench/speech.ts';
import { beginRun, HostStops, noteDone } from './begin-run.ts';
import { openBench } from './open-bench.ts';
import { planOf, type Part } from './plan.ts';
import type { RunHooks, RunNeeds } from './run-needs.ts';
import { createRunProgress } from './run-progress.ts';
import { createRunSessions } from './run-sessions.ts';
import { runScenario } from '../scenario/run-scenario.ts';
import { explained, leftOutPhase, runPhase, summaryOf, TimeIsUp, unprovedPhase } from './suite.ts';
import { asTold, sentence, tellAll, toldBy, type Sentence } from '../../../../shared/words/all-words.ts';

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
  const progress = createRunProgress(run, {
    ...{ parts: plan.length, startedMs, clock },
    onProgress: hooks.onProgress,
  });
  progress.changed();
  const builtIn = dial === null ? await needs.startBuiltIn() : null;
  const way = dial ?? directDial(builtIn?.url ?? '');
  const plumbing = createPlumbing({
    ...needs,
    dial: way,
    target: target.name,
    signal,
    listEvents: (filter) => needs.events.handlers['events.list'](filter),
  });
  const sessions = createRunSessions(run);

  try {
    const speech = await readSpeech();
    const leftMs = (): number => endsAtMs - clock.monotonicMs();
    const bench = plan.some(({ id }) => id !== 'scenario')
      ? await openBench({
          ...{ run, request, target, dial: way, builtIn, speech, plumbing, sessions, progress },
          ...{ signal, leftMs, needs, hooks },
        })
      : null;
    for (const part of toDo()) {
      progress.begin(part.id);
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
  if (run.state === 'done') delete run.unfinished;
  // Who cannot reach it at its next start would try at each.
  else if (run.state !== 'interrupted' && run.unfinished !== undefined)
    run.unfinished = { ...run.unfinished, goesOnByItself: false };
  run.passed = run.state === 'done' && hasPassed(run.phases);
  if (run.state !== 'unreachable')
    Object.assign(run, tellAll({ summary: summaryOf(run.phases, run.state === 'done') }));
  progress.end();
  return run;

  /** What an earlier start has not done. */
  function toDo(): Part[] {
    return plan.filter((part) => part.id === 'scenario' || run.unfinished?.done.includes(part.id) !== true);
  }

  async function runPart(part: Part, bench: Bench | null, speech: Int16Array): Promise<VerificationPhase> {
    if (part.id !== 'scenario') {
      if (bench === null) throw new Error('A phase of the suite needs its bench.');
      return runPhase(bench, part.id, sessions.of(part.id));
    }
    const needs = {
      ...{ ...plumbing, clock, signal, speech, target },
      ...{ session: sessions.open, doing: progress.doing, onSteps: progress.steps },
    };
    return runScenario(needs, part.scenario, part.prefix).catch(async (error: unknown) => {
      // Once the target was reached, what follows is a finding.
      const isLater = error instanceof AppError && error.code === 'unreachable' && run.phases.length > 0;
      if (isLater) return unprovedPhase(part, toldBy(saidBy(error)).said);
      if (!signal.aborted) throw error;
      const checks = await explained({ ...plumbing, signal }, error);
      return { ...unprovedPhase(part, asTold('')), file: part.scenario.file, checks };
    });
  }
}

const stoppedState = ({ reason }: AbortSignal): 'interrupted' | 'cancelled' =>
  reason instanceof HostStops ? 'interrupted' : 'cancelled';

function whyNot(signal: AbortSignal): Sentence {
  return signal.reason instanceof TimeIsUp
    ? sentence('verify.not-run.time')
    : sentence('verify.not-run.stopped');
}

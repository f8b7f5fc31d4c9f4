/**
 * Verifies targets: the testing guide as phases that leave evidence, judge it, and can fail.
 * Needs targets and their probe, the event store and its analysis, and what memory the processes behind a port hold.
 * Owns the table of runs, and the sessions named `verify-…` in the event store.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import {
  isResumable,
  type SoakSoFar,
  type VerificationFigures,
  type VerificationProgress,
  type VerificationRequest,
  type VerificationRun,
} from '../../../shared/verification/verification.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { say, sentence } from '../../../shared/words/all-words.ts';
import { allOver } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type { Promisified } from '../storage/storage.ts';
import { compareRuns, summaryOfRun } from './report/compare.ts';
import { documentOf } from './report/document.ts';
import { HostStops } from './run/begin-run.ts';
import type { Work } from './bench/work.ts';
import { keptRuns } from './kept-runs.ts';
import { isRed, startSchedule } from './schedule.ts';
import type { runVerification } from './run/run.ts';
import type { RunNeeds } from './run/run-needs.ts';
import { signOfLifeMs, type VerificationReads, type VerificationWrites } from './verification-store.ts';

export type { Work } from './bench/work.ts';
export { documentOf } from './report/document.ts';

export type VerificationNeeds = RunNeeds & {
  log: Logger;
  topics: TopicHub;
  reads: { verification: Promisified<VerificationReads> };
  writes: { verification: Promisified<VerificationWrites> };
  readSettings: () => Promise<Settings>;
  /** Whether a meeting is recorded now. */
  isBusy: () => boolean;
  alerts: { raise: (rule: 'verification', sentence: string) => Promise<void> };
  /** A host that stays makes the checks that the settings ask for. */
  stays: boolean;
};

type VerificationHandlers = Pick<Handlers, Extract<keyof Handlers, `verification.${string}`>>;

type RunOptions = { onBegin?: (runId: string) => void; work?: (usual: Work) => Work };
type StartOptions = RunOptions & { goesOnFrom?: VerificationRun; paused?: boolean };

export type Verification = {
  /**
   * Runs the suite and resolves with its report; `onBegin` hears of it first. `work` is how much it does.
   * @throws AppError `busy` while another one runs here, `not-found`, `bad-input`
   */
  run(request: VerificationRequest, options?: RunOptions): Promise<VerificationRun>;
  /**
   * Goes on with the soak of a run that was left before its end; what of it is over stays as it is.
   * @throws AppError `not-found`, `bad-input` for one that has come to its end, and what `run` throws
   */
  resume(name: string, options?: RunOptions): Promise<VerificationRun>;
  cancel(): void;
  /** @throws AppError `not-found`; `latest`, and a target's name for its newest run, are taken as well */
  find(name: string): Promise<VerificationRun>;
  handlers: VerificationHandlers;
  stop(): Promise<void>;
};

// The phases and all that they measure with are loaded when somebody verifies.
const runOnDemand: typeof runVerification = async (...given) => {
  const { runVerification } = await import('./run/run.ts');
  return runVerification(...given);
};

export function startVerification(needs: VerificationNeeds): Verification {
  const { clock, topics, log } = needs;
  const reads = keptRuns(needs.reads.verification);
  const writes = needs.writes.verification;
  let running: { over: Promise<unknown>; stop: AbortController } | null = null;
  let latest: VerificationProgress | null = null;
  let pause = Promise.withResolvers<undefined>();
  let isPaused = false;
  let savedMs = 0;
  let isStopping = false;

  async function keep(run: VerificationRun): Promise<void> {
    savedMs = clock.monotonicMs();
    await writes.save(run, clock.nowMs());
  }

  function keepSoon(run: VerificationRun): void {
    keep(run).catch((error: unknown) => {
      log.warn({ problem: messageOf(error) }, 'a verification run could not be kept');
    });
  }

  function start(request: VerificationRequest, options: StartOptions = {}): Promise<VerificationRun> {
    const { onBegin, work, goesOnFrom, paused = false } = options;
    if (running !== null) {
      return Promise.reject(new AppError('busy', sentence('verification.busy')));
    }
    const stop = new AbortController();
    isPaused = false;
    let phases = -1;
    let soak: SoakSoFar | null | undefined;
    // One that is paused makes no progress, and lives nevertheless.
    const endSigns = clock.every(signOfLifeMs, () => {
      if (latest?.run.state === 'running' || latest?.run.state === 'paused') keepSoon(latest.run);
    });
    const over = runOnDemand(request, needs, {
      signal: stop.signal,
      ...{ work, goesOnFrom, stays: needs.stays },
      baseline: baselineOf,
      onProgress(now, at) {
        const shown = {
          ...now,
          state: now.state === 'running' && isPaused ? ('paused' as const) : now.state,
        };
        latest = { run: shown, ...at };
        topics.publish('verification', latest);
        if (phases < 0) onBegin?.(now.runId);
        const isNews =
          now.phases.length !== phases ||
          now.unfinished?.soak !== soak ||
          clock.monotonicMs() - savedMs > signOfLifeMs;
        phases = now.phases.length;
        soak = now.unfinished?.soak;
        if (isNews && now.state === 'running') keepSoon(shown);
      },
      async whilePaused() {
        if (isPaused) await Promise.race([pause.promise, aborted(stop.signal)]);
      },
    })
      .then(async (done) => {
        await keep(done);
        return done;
      })
      .finally(() => {
        endSigns();
        running = null;
      });
    running = { over: over.catch(() => undefined), stop };
    if (paused) setPaused(true);
    return over;
  }

  async function resume(name: string, options: RunOptions = {}): Promise<VerificationRun> {
    const left = await find(name);
    if (left.unfinished === undefined || !isResumable(left)) {
      throw new AppError(
        'bad-input',
        left.state === 'running' || left.state === 'paused'
          ? sentence('verification.goes-on', { run: left.runId })
          : sentence('verification.nothing-left', { run: left.runId }),
      );
    }
    return start(left.unfinished.request, { ...options, goesOnFrom: left });
  }

  /** What the last start of this app left of a soak. */
  async function goOn(): Promise<void> {
    const left = await reads.unfinished();
    if (left?.unfinished === undefined || isStopping) return;
    log.info({ runId: left.runId }, 'a verification goes on that the last start left');
    const wasPaused = left.state === 'paused' || left.unfinished.wasPaused === true;
    await start(left.unfinished.request, { goesOnFrom: left, paused: wasPaused });
  }

  /** The newest whole run of a target that measured its traffic; of an old server rather than of a new one. */
  async function baselineOf(target: string): Promise<{ runId: string; figures: VerificationFigures } | null> {
    const runs = await reads.list({ target, limit: 50 });
    const found = runs.find(({ state, figures }) => state === 'done' && figures.bytesInPerMinute !== null);
    return found === undefined ? null : { runId: found.runId, figures: found.figures };
  }

  async function find(name: string): Promise<VerificationRun> {
    const exact = name === 'latest' ? null : await reads.find(name);
    const target = name === 'latest' ? undefined : name;
    const found = exact ?? (await reads.list({ target, limit: 1 }))[0];
    if (found !== undefined) return found;
    throw new AppError('not-found', sentence('error.no-verification', { name }), {
      action: { do: 'list-verifications' },
    });
  }

  function setPaused(to: boolean): void {
    if (running === null) throw new AppError('bad-input', sentence('verification.none-running'));
    if (to === isPaused) return;
    isPaused = to;
    if (to) pause = Promise.withResolvers<undefined>();
    else pause.resolve(undefined);
    if (latest !== null) {
      latest = { ...latest, run: { ...latest.run, state: to ? 'paused' : 'running' } };
      topics.publish('verification', latest);
      keepSoon(latest.run);
    }
  }

  const goingOn = needs.stays
    ? goOn().catch((error: unknown) => {
        log.warn({ problem: messageOf(error) }, 'a verification could not be gone on with');
      })
    : Promise.resolve();
  // What a process that is gone left running is over.
  const closing = writes.closeLost(clock.nowMs()).catch((error: unknown) => {
    log.warn({ problem: messageOf(error) }, 'runs that were cut off could not be closed');
  });

  function raise(sentence: string): void {
    needs.alerts.raise('verification', sentence).catch((error: unknown) => {
      log.error({ problem: messageOf(error) }, 'a failed verification could not be told');
    });
  }

  const schedule = needs.stays
    ? startSchedule({
        ...{ clock, log, readSettings: needs.readSettings, isRecording: needs.isBusy },
        async newestOf(target) {
          const runs = await reads.list({ target, limit: 50 });
          return runs.find(({ state }) => state === 'done' || state === 'unreachable') ?? null;
        },
        async wasRed(target) {
          // One without evidence, as on a busy machine, neither ends trouble nor begins it.
          const told = (await reads.list({ target, limit: 50 })).find((run) => run.passed || isRed(run));
          return told !== undefined && isRed(told);
        },
        run: (request) => start(request),
        cancel: () => running?.stop.abort(new Error('A recording began.')),
        onRed({ target, summary, runId }) {
          raise(say('alert.verification', { target, summary, run: runId }));
        },
        onFailure: (target, error) =>
          raise(say('alert.verification-failed', { target, why: messageOf(error) })),
      })
    : null;

  const begun = (
    begin: (onBegin: (runId: string) => void) => Promise<unknown>,
  ): Promise<{ runId: string }> => {
    const { promise, resolve, reject } = Promise.withResolvers<{ runId: string }>();
    begin((runId) => resolve({ runId })).catch((error: unknown) => {
      log.warn({ problem: messageOf(error) }, 'a verification could not be done');
      reject(error);
    });
    return promise;
  };

  return {
    run: start,
    resume,
    cancel: () => running?.stop.abort(new Error('The run was stopped.')),
    find,
    handlers: {
      'verification.start': (request) => begun((onBegin) => start(request, { onBegin })),
      'verification.resume': ({ runId }) => begun((onBegin) => resume(runId, { onBegin })),
      'verification.current': () => Promise.resolve({ progress: latest }),
      'verification.cancel': () => {
        running?.stop.abort(new Error('The run was stopped.'));
        return Promise.resolve({});
      },
      'verification.pause': ({ paused }) => {
        setPaused(paused);
        return Promise.resolve({});
      },
      'verification.history': async ({ target, limit }) =>
        (await reads.list({ target, limit })).map(summaryOfRun),
      'verification.show': ({ runId }) => find(runId),
      'verification.compare': async ({ a, b }) => compareRuns(await find(a), await find(b)),
      'verification.document': async ({ runId, format }) => {
        const found = await find(runId);
        return documentOf(found, format);
      },
    },
    async stop() {
      const scheduled = schedule?.stop();
      isStopping = true;
      running?.stop.abort(new HostStops());
      await running?.over;
      await allOver([scheduled, closing, goingOn]);
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

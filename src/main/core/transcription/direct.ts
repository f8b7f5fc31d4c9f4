import { AppError, messageOf, toAppError } from '../../../shared/errors.ts';
import type { EngineStatus } from '../../../shared/settings/engines.ts';
import type { DirectSettings } from '../../../shared/settings/settings.ts';
import { noBytes } from '../../../shared/session/session.ts';
import type { TranscriptionProgress } from '../../../shared/session/transcripts.ts';
import { isProcessAlive } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type {
  Clock,
  OpenedTarget,
  RecordEvent,
  Secrets,
  SpeechDetector,
  Streaming,
  TrackAudio,
} from '../ports/ports.ts';
import type { Network } from '../network/network.ts';
import { createEngineDesk, type EngineDesk } from './limits/engine-desk.ts';
import { chooseEngine, listReadiness, requireKnownEngine } from '../speech/speech.ts';
import type { LaneOptions } from './jobs/lane.ts';
import { createSessionTranscription, type SessionTranscription } from './jobs/session-transcription.ts';
import { openWithoutEngine } from './without-engine.ts';

/** Words straight from a speech engine: while a session is recorded, and later from kept audio. */
export type Direct = {
  /**
   * An engine in the part of a target. Where none is ready the session is recorded all the same, and told how to
   * get one.
   * @throws AppError `bad-input` for a name that no engine has
   */
  openEngine(name: string | undefined): Promise<OpenedTarget>;
  /**
   * Transcribes a kept session: what an engine left undone or failed at, or all of it with another one. With
   * `isAnew`, all of it in any case. Resolves when it has begun; `done` rejects with `engine-failed` when it stays
   * incomplete.
   * @throws AppError `not-found`, `busy`, `bad-input`, `engine-failed`
   */
  transcribe(
    sessionId: string,
    options: { engine: string | undefined; isAnew: boolean },
  ): Promise<{ transcriptId: number; done: Promise<void> }>;
  /** How far `transcribe`, or what is left of a session, is; `null` when that session is not being worked on. */
  progressOf(sessionId: string): TranscriptionProgress | null;
  /** Ends what `transcribe` does; what is done stays. */
  cancel(sessionId: string): Promise<void>;
  /** Goes on with what was left undone by sessions that are over. */
  resume(): Promise<void>;
  engines(): Promise<EngineStatus[]>;
  /** A key or a setting changed, or somebody wants it tried: whatever waits for an engine looks again. */
  release(): void;
  stop(): Promise<void>;
};

export type DirectOptions = {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  secrets: Secrets;
  environment: NodeJS.ProcessEnv;
  temporaryFolder: string;
  network: Network;
  readSettings: () => Promise<DirectSettings>;
  reads: LaneOptions['reads'];
  writes: LaneOptions['writes'];
  createDetector: () => Promise<SpeechDetector>;
  /** The tracks of a session that is over. @throws AppError `not-found` */
  openKept: (sessionId: string) => Promise<KeptSession>;
  isRecording: (sessionId: string) => boolean;
  /** Every segment of a session has its words. */
  onComplete: (sessionId: string) => Promise<void>;
  onChange: () => void;
  onListChange: (sessionId: string) => void;
};

export type KeptSession = { tracks: TrackAudio; samples: number; close(): Promise<void> };

// After Stop, and for somebody at a terminal, longer waits are for another time.
const briefMs = 30_000;
// A page that looks at a session while it is transcribed reads all of it each time.
const tellEveryMs = 1_000;

export function createDirect(options: DirectOptions): Direct {
  const { clock, reads, writes } = options;
  const stopping = new AbortController();
  const desks = new Map<string, EngineDesk>();
  const running = new Map<string, { work: Promise<void>; cancel: AbortController }>();
  const keptRuns = new Map<string, SessionTranscription>();
  /** With the names of their engines. */
  const alive = new Map<SessionTranscription, string>();

  async function parts() {
    const { secrets, environment, temporaryFolder, network } = options;
    return { settings: await options.readSettings(), secrets, environment, temporaryFolder, network };
  }

  function deskOf(name: string): EngineDesk {
    const known = desks.get(name);
    if (known !== undefined) return known;
    const desk = createEngineDesk({
      name,
      makeEngine: async () => chooseEngine(name, await parts()),
      maxInFlight: async () => (await options.readSettings()).maxInFlight,
      listRequests: (engine, sinceMs) => reads.requests.list(engine, sinceMs),
      clock,
      onRelease: () => hurry(name),
    });
    desks.set(name, desk);
    return desk;
  }

  function hurry(engine: string): void {
    for (const [transcription, name] of alive) if (name === engine) transcription.hurry();
  }

  /** `auto` is the first that is ready, if there is any. */
  async function resolveName(name: string | undefined): Promise<string> {
    const wanted = name ?? (await options.readSettings()).engine;
    requireKnownEngine(wanted);
    return wanted === 'auto' ? (await chooseEngine('auto', await parts())).name : wanted;
  }

  async function common() {
    const { language } = await options.readSettings();
    const { record, createDetector } = options;
    return { language, reads, writes, clock, random: Math.random, record, createDetector };
  }

  async function openEngine(name: string | undefined): Promise<OpenedTarget> {
    const resolved = await resolveName(name).catch((error: unknown) => {
      const problem = toAppError(error);
      if (problem.code !== 'engine-failed') throw problem;
      return problem;
    });
    if (resolved instanceof AppError) return openWithoutEngine(resolved.message);
    const given = await common();
    return {
      name: resolved,
      close: () => Promise.resolve(),
      openStreaming(start, hooks): Streaming {
        const { sessionId } = start.session;
        if (start.tracks === undefined) throw new AppError('internal', 'An engine needs the tracks apart.');
        const desk = deskOf(resolved);
        const transcription = createSessionTranscription({
          ...given,
          sessionId,
          transcriptId: writes.transcripts.open(sessionId, resolved, clock.nowMs()),
          desk,
          tracks: start.tracks,
          patienceMs: briefMs,
          signal: hooks.signal,
          onLine: (line) => hooks.onStoredLine?.(line),
          onChange: options.onChange,
        });
        return streamingOf(transcription, desk);
      },
    };
  }

  function streamingOf(transcription: SessionTranscription, desk: EngineDesk): Streaming {
    return {
      recorded: (samples) => transcription.recorded(samples),
      finish: () => transcription.finish(),
      tryNow: () => desk.release(),
      // A request has its own limit of time, and what waits says until when: sleep changes neither.
      wakeUp: () => undefined,
      pendingSec: () => transcription.pendingSec(),
      done: keepAlive(transcription, desk.name),
      counts: () => transcription.counts(),
      bytes: () => noBytes,
      connection: () => transcription.status(),
    };
  }

  function keepAlive(transcription: SessionTranscription, engine: string): SessionTranscription['done'] {
    alive.set(transcription, engine);
    return transcription.done.finally(() => alive.delete(transcription));
  }

  function begin(sessionId: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (running.has(sessionId)) {
      return Promise.reject(
        new AppError('busy', 'This session is being transcribed already. Wait until that is done.'),
      );
    }
    if (options.isRecording(sessionId)) {
      return Promise.reject(
        new AppError('busy', 'This session is being recorded. Stop it first; then it can be transcribed.'),
      );
    }
    const cancel = new AbortController();
    const done = work(AbortSignal.any([cancel.signal, stopping.signal]))
      // Before anybody hears of the end: a host looks then for what is left to be done.
      .finally(() => (cancel.signal.aborted ? noteCancelled(sessionId) : undefined))
      .finally(() => {
        running.delete(sessionId);
        options.onListChange(sessionId);
        options.onChange();
      });
    running.set(sessionId, { work: done, cancel });
    return done;
  }

  async function noteCancelled(sessionId: string): Promise<void> {
    for (const { id, waiting, isCut } of await reads.transcripts.list(sessionId))
      if (waiting > 0 || !isCut) await writes.transcripts.cancel(id);
  }

  async function transcribe(
    sessionId: string,
    { engine, isAnew }: { engine: string | undefined; isAnew: boolean },
  ): Promise<{ transcriptId: number; done: Promise<void> }> {
    const begun = Promise.withResolvers<number>();
    const done = begin(sessionId, async (signal) => {
      const kept = await options.openKept(sessionId);
      try {
        const name = await resolveName(engine);
        // For a person at the key, an engine that cannot be used is an answer, not something to wait for.
        await chooseEngine(name, await parts());
        const atMs = clock.nowMs();
        const transcriptId = isAnew
          ? await writes.transcripts.add(sessionId, name, atMs)
          : await writes.transcripts.open(sessionId, name, atMs);
        await writes.jobs.retry(transcriptId);
        deskOf(name).release();
        begun.resolve(transcriptId);
        await work(sessionId, transcriptId, name, kept, { patienceMs: briefMs, signal });
      } finally {
        await kept.close();
      }
    });
    // What comes first; what fails before it has begun is thrown here.
    const transcriptId = await Promise.race([begun.promise, done.then(() => begun.promise)]);
    return { transcriptId, done };
  }

  async function work(
    sessionId: string,
    transcriptId: number,
    engine: string,
    kept: KeptSession,
    run: { patienceMs: number; signal: AbortSignal },
  ): Promise<void> {
    await writes.jobs.release(transcriptId, await aliveOwners(transcriptId));
    let told = { sentence: '', ms: Number.NEGATIVE_INFINITY };
    /** At once what it does now, and once a second how far it is. */
    function tell(): void {
      const { sentence } = transcription.status();
      const ms = clock.monotonicMs();
      if (sentence === told.sentence && ms - told.ms < tellEveryMs) return;
      told = { sentence, ms };
      options.onListChange(sessionId);
    }
    const transcription = createSessionTranscription({
      ...(await common()),
      sessionId,
      transcriptId: Promise.resolve(transcriptId),
      desk: deskOf(engine),
      tracks: kept.tracks,
      patienceMs: run.patienceMs,
      signal: run.signal,
      onLine: tell,
      onChange() {
        options.onChange();
        tell();
      },
    });
    transcription.recorded(kept.samples);
    transcription.finish();
    keptRuns.set(sessionId, transcription);
    const outcome = await keepAlive(transcription, engine).finally(() => keptRuns.delete(sessionId));
    if (!outcome.complete) throw new AppError(outcome.code ?? 'engine-failed', outcome.sentence);
    await options.onComplete(sessionId);
  }

  /** Processes that are at work on jobs of a transcript; this one is not, or it would be running here. */
  async function aliveOwners(transcriptId: number): Promise<number[]> {
    const owners = await reads.jobs.listOwners(transcriptId);
    return owners.filter((pid) => pid !== process.pid && isProcessAlive(pid));
  }

  async function resumeAll(): Promise<void> {
    for (const { id, sessionId, engine } of await reads.transcripts.listUnfinished()) {
      if (stopping.signal.aborted || options.isRecording(sessionId) || running.has(sessionId)) continue;
      if ((await aliveOwners(id)).length > 0) continue;
      void begin(sessionId, async (signal) => {
        const kept = await options.openKept(sessionId);
        await work(sessionId, id, engine, kept, { patienceMs: Number.POSITIVE_INFINITY, signal }).finally(
          () => kept.close(),
        );
      }).catch((error: unknown) => {
        options.log.warn({ sessionId, problem: messageOf(error) }, 'a session could not be transcribed');
      });
    }
  }

  return {
    openEngine,
    transcribe,
    progressOf(sessionId) {
      const transcription = keptRuns.get(sessionId);
      if (transcription === undefined) return null;
      return { segments: transcription.counts().delivered, sentence: transcription.status().sentence };
    },
    async cancel(sessionId) {
      const current = running.get(sessionId);
      if (current === undefined) throw new AppError('not-found', 'This session is not being transcribed.');
      current.cancel.abort();
      await current.work.catch((error: unknown) => {
        // That it was stopped is no news here; that nobody could note it is.
        if (toAppError(error).code === 'storage-failed') throw error;
      });
    },
    async resume() {
      try {
        await resumeAll();
      } catch (error) {
        // The app may be ending; the next start looks again.
        options.log.warn({ problem: messageOf(error) }, 'what is left to be transcribed was not looked up');
      }
    },
    async engines() {
      const { settings, ...rest } = await parts();
      const readiness = await listReadiness({ settings, ...rest });
      return Promise.all(
        readiness.map(async (engine): Promise<EngineStatus> => {
          const desk = deskOf(engine.name);
          const isReady = engine.state === 'ready';
          return {
            ...engine,
            hold: desk.held(),
            inFlight: desk.inFlight(),
            left: isReady
              ? await desk.left()
              : { audioSecThisHour: null, requestsThisMinute: null, requestsTold: null },
          };
        }),
      );
    },
    release() {
      for (const desk of desks.values()) desk.release();
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([...running.values()].map(({ work }) => work));
    },
  };
}

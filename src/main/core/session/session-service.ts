import type { SourceName } from '../../../shared/sound/audio.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Erasure } from '../../../shared/events/erasure.ts';
import type { SessionFindings } from '../../../shared/events/findings.ts';
import type {
  Input,
  SessionReport,
  SessionSummary,
  StartRequest,
  TranscriptLine,
} from '../../../shared/session/session.ts';
import { startRequestSchema } from '../../../shared/session/session.ts';
import type { Annotation } from '../../../shared/session/annotation.ts';
import { noSuchSession } from '../../../shared/session/no-such-session.ts';
import { outcomeOf, type Outcome } from '../../../shared/session/outcome.ts';
import { closeAll, openAll } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type {
  AudioSource,
  Clock,
  LevelMeter,
  Notify,
  OpenedTarget,
  RecordEvent,
  Recording,
} from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';
import {
  checkInputs,
  newSessionId,
  openingSummary,
  sessionRow,
  type Asked,
  type AskedFor,
} from './asked-session.ts';
import { openingRun } from './run/opening-run.ts';
import { switchRun } from './run/switch-run.ts';
import { longestSec } from './run/track-trouble.ts';
import type { SessionRun } from './run/running-session.ts';
import { runSession, type SessionRunOptions } from './run/session-run.ts';
import { warnOfSpace } from './disk-space.ts';
import { listWanted, type Wanted } from './wanted-sessions.ts';
import { removeSession } from './remove-session.ts';
import { isRunning } from '../../../shared/session/running.ts';
import { reportOf, reportWith, summaryOf, type ReportReads } from './session-report.ts';
import type { SessionWrites } from './session-store.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type SessionServiceOptions = {
  home: string;
  clock: Clock;
  log: Logger;
  reads: ReportReads;
  writes: Promisified<SessionWrites>;
  /** Resolves when nothing of them, nor of what `last` deletes, is left in the database's files, or says why not. */
  deleteEventsOfSession: (sessionId: string, last: () => Promise<void>) => Promise<Erasure>;
  record: RecordEvent;
  /** Resolves when every event recorded so far is in the database. */
  flushEvents: () => Promise<void>;
  /** What the analysis finds in a session. */
  findingsOf: (sessionId: string) => Promise<SessionFindings>;
  /** `signal` ends the wait for what a pipe brings. */
  openSource: (input: Input, signal: AbortSignal) => Promise<AudioSource>;
  createMeter: (source: SourceName) => LevelMeter;
  createRecording: (sessionId: string, sources: readonly SourceName[]) => Promise<Recording>;
  recordingFolder: (sessionId: string) => string;
  trackPath: (sessionId: string, source: SourceName) => string;
  /** @throws AppError when the target cannot be used */
  openTarget: (request: { target: string | undefined; engine: string | undefined }) => Promise<OpenedTarget>;
  /** The speech engine of the mode `direct`, in the part of a target. */
  openEngine: (engine: string | undefined) => Promise<OpenedTarget>;
  createStreams: SessionRunOptions['createStreams'];
  notify?: Notify;
  onLine: (sessionId: string, line: TranscriptLine) => void;
  onChange: () => void;
  onListChange: (sessionId: string) => void;
};

export type SessionService = {
  start(request: StartRequest): Promise<SessionSummary>;
  /** Resolves when the running session has ended and everything about it is stored. */
  ended(): Promise<AppError | null>;
  /** Stops the running session and answers when it has ended. */
  stop(): Promise<SessionReport>;
  /** Ends a session that has stopped without its target's last answer. */
  stopWaiting(): void;
  /** The session that starts or runs, or the one that ended last in this process. */
  current(): (SessionRun & { outcome?(): Outcome }) | null;
  isRunning(): boolean;
  /** Newest first; with a query or a chip those alone that have it. */
  list(limit: number, wanted?: Wanted): Promise<SessionSummary[]>;
  /** @throws AppError `not-found` */
  annotate(sessionId: string, annotation: Annotation): Promise<SessionSummary>;
  /** Without `transcriptId` with the transcript that the session shows by itself. */
  show(sessionId: string, transcriptId?: number): Promise<SessionReport>;
  /** Deletes audio, words and events, and answers what became of them in the files. */
  remove(sessionId: string): Promise<Erasure>;
  /** Makes a waiting link connect at once. */
  tryNow(): void;
  /** The machine was asleep: a connection that does not answer soon is opened anew. */
  wakeUp(): void;
  /** Streams the running session to another target from now on. */
  switchTarget(target: string, isConfirmed?: boolean): Promise<SessionSummary>;
  /** Ends the running session without waiting for its target. */
  shutDown(): Promise<void>;
};

export function createSessionService(options: SessionServiceOptions): SessionService {
  const { clock, reads, writes } = options;
  let current: ReturnType<SessionService['current']> = null;
  let running: Promise<AppError | null> | null = null;
  let starting: Promise<unknown> | null = null;
  let opening: SessionRun | null = null;
  const shuttingDown = new AbortController();

  async function start(request: StartRequest): Promise<SessionSummary> {
    if (starting !== null || running !== null) throw new AppError('busy', sentence('session.one-at-a-time'));
    const work = open(startRequestSchema.parse(request)).finally(() => {
      starting = null;
      opening = null;
      options.onChange();
    });
    starting = work;
    return work;
  }

  /** What was opened is closed again when the app ends meanwhile: a recording that begins then is cut off at once. */
  function requireNotShutDown(): void {
    if (shuttingDown.signal.aborted) throw new AppError('interrupted', sentence('host.ending'));
  }

  async function open(request: AskedFor): Promise<SessionSummary> {
    checkInputs(request.inputs);
    const asked: Asked = { sessionId: newSessionId(clock.nowMs()), atMs: clock.monotonicMs() };
    opening = openingRun(openingSummary(request, asked, clock.nowMs()));
    options.onChange();
    // Beside the start, which does not wait for it.
    void warnOfSpace(request.inputs.length, options);
    const openInput = (input: Input): Promise<AudioSource> => options.openSource(input, shuttingDown.signal);
    const sources: AudioSource[] = [];
    let target: OpenedTarget | null = null;
    try {
      requireNotShutDown();
      sources.push(...(await openAll(request.inputs, openInput, (source) => source.close?.())));
      requireNotShutDown();
      target = await openFor(request);
      requireNotShutDown();
      const run = await begin(request, asked, { sources, target });
      current = run;
      running = run.done.then(async (failure) => {
        const outcome = await recordReceipt(run.summary().sessionId);
        if (outcome !== null) current = { ...run, outcome: () => outcome };
        running = null;
        options.onChange();
        options.onListChange(run.summary().sessionId);
        return failure;
      });
      options.onListChange(run.summary().sessionId);
      return run.summary();
    } catch (error) {
      await closeAll([...sources, ...(target === null ? [] : [target])]);
      requireNotShutDown();
      throw error;
    }
  }

  async function openFor(request: AskedFor): Promise<OpenedTarget | null> {
    const { mode, target, engine } = request;
    if (mode === 'stream') return options.openTarget({ target, engine });
    return mode === 'direct' ? options.openEngine(engine) : null;
  }

  async function begin(
    request: AskedFor,
    asked: Asked,
    { sources, target }: { sources: readonly AudioSource[]; target: OpenedTarget | null },
  ): Promise<SessionRun> {
    const { sessionId } = asked;
    const startedMs = clock.nowMs();
    const names = sources.map((source) => source.source);
    const session = sessionRow(request, asked, { startedMs, target: target?.name ?? null });
    const tracks = names.map((source) => ({
      source,
      path: options.trackPath(sessionId, source),
      samples: 0,
    }));
    await writes.create(session, tracks);
    const recording = await options.createRecording(sessionId, names).catch(async (error: unknown) => {
      await writes.delete(sessionId);
      throw error;
    });
    return runSession({
      session,
      askedMs: asked.atMs,
      sources,
      recording,
      meters: new Map(names.map((name) => [name, options.createMeter(name)])),
      target,
      isLive: request.inputs.some((input) => input.kind !== 'file' || input.speed !== 'max'),
      maxSec: request.durationSec ?? longestSec,
      clock,
      store: writes,
      createStreams: options.createStreams,
      record: options.record,
      onLine: (line) => options.onLine(sessionId, line),
      onChange: options.onChange,
    });
  }

  /** Answers what the session has to show for itself, by what is stored of it. */
  async function recordReceipt(sessionId: string): Promise<Outcome | null> {
    try {
      // Notes of the receipt are events.
      await options.flushEvents();
      const report = await reportOf(reads, sessionId);
      options.record({ kind: 'session', type: 'session.receipt', sessionId, fields: report.receipt });
      await options.flushEvents();
      return outcomeOf(report);
    } catch (error) {
      // The session itself has ended well; its receipt is worked out again whenever it is shown.
      options.log.warn({ sessionId, problem: messageOf(error) }, 'the receipt of a session was not stored');
      return null;
    }
  }

  async function show(sessionId: string, transcriptId?: number): Promise<SessionReport> {
    // What was recorded a moment ago belongs to the answer; what cannot be stored now is told elsewhere.
    await options.flushEvents().catch(() => undefined);
    const report = {
      ...(await reportOf(reads, sessionId, transcriptId)),
      findings: await options.findingsOf(sessionId),
    };
    if (current?.summary().sessionId !== sessionId) return report;
    // One that has ended is as it is stored, unless the disk took nothing of its end.
    if (running === null && !isRunning({ session: report })) return report;
    return reportWith(report, current);
  }

  return {
    start,
    async stop() {
      if (running === null || current === null)
        throw new AppError('not-found', sentence('session.none-running'));
      current.stop();
      await running;
      return show(current.summary().sessionId);
    },
    stopWaiting() {
      if (running !== null) current?.stopWaiting();
    },
    ended: () => running ?? Promise.resolve(null),
    current: () => opening ?? current,
    isRunning: () => running !== null,
    list: (limit, wanted = {}) =>
      listWanted(limit, wanted, async (count) => (await reads.sessions.list(count)).map(summaryOf)),
    async annotate(sessionId, annotation) {
      await writes.annotate(sessionId, annotation);
      const row = await reads.sessions.find(sessionId);
      if (row === null) throw noSuchSession(sessionId);
      const run = current?.summary().sessionId === sessionId ? current : null;
      run?.annotate({ title: row.title, notes: row.notes, tags: summaryOf(row).tags });
      options.onListChange(sessionId);
      return running !== null && run !== null ? run.summary() : summaryOf(row);
    },
    show,
    async remove(sessionId) {
      if (running !== null && current?.summary().sessionId === sessionId) {
        throw new AppError('busy', sentence('session.delete-while-recording'));
      }
      const erasure = await removeSession(sessionId, options);
      options.onListChange(sessionId);
      return erasure;
    },
    tryNow: () => current?.tryNow(),
    wakeUp: () => current?.wakeUp(),
    async switchTarget(name, isConfirmed = false) {
      if (running === null || current?.summary().mode !== 'stream') {
        throw new AppError('not-found', sentence('session.nothing-streamed'));
      }
      // The session may end, and another begin, while the target is opened.
      const run = current;
      const opening = options.openTarget({ target: name, engine: undefined });
      await switchRun(run, opening, isConfirmed);
      options.onListChange(run.summary().sessionId);
      return run.summary();
    },
    async shutDown() {
      shuttingDown.abort();
      // Its caller hears why it did not start.
      await starting?.catch(() => undefined);
      if (running === null) return;
      current?.abort();
      await running;
    },
  };
}

import { samplesToSec, type SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import type { SessionState, TranscriptLine } from '../../../../shared/session/session.ts';
import type {
  AudioSource,
  Clock,
  LevelMeter,
  OpenedTarget,
  RecordEvent,
  Recording,
  SessionStreams,
  SessionStreamsOptions,
} from '../../ports/ports.ts';
import { type Promisified, createKeptBytes, createWriteQueue } from '../../storage/storage.ts';
import type { NewSession, SessionWrites } from '../session-store.ts';
import type { SessionRun } from './running-session.ts';
import { nextState } from './session-state.ts';
import { createSessionTracks } from './session-tracks.ts';
import { createTimeline } from './timeline.ts';
import { movedSentence, whyOf } from './track-trouble.ts';
import { unawaitedNote } from './unawaited-note.ts';
import { sayIt, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

export type SessionRunOptions = {
  session: NewSession;
  /** When it was asked for, on the monotonic clock. */
  askedMs: number;
  sources: readonly AudioSource[];
  recording: Recording;
  meters: ReadonlyMap<SourceName, LevelMeter>;
  /** `null` where nothing is streamed. */
  target: OpenedTarget | null;
  /** Somebody waits for the words. */
  isLive: boolean;
  maxSec: number;
  clock: Clock;
  store: Promisified<SessionWrites>;
  createStreams: (options: SessionStreamsOptions) => SessionStreams;
  record: RecordEvent;
  onLine: (line: TranscriptLine) => void;
  onChange: () => void;
};

// After Stop nobody wants to wait long for a target that is away; what is undelivered stays on disk.
const absentAfterFinishMs = 20_000;
// Longer than devices take that deliver at all; Stop is there at the latest then.
const longestStartMs = 5_000;
// As long as a recording waits for a disk; whoever ends the app waits less.
const writePatienceMs = 30_000;
const writePatienceAtAbortMs = 1_000;

export function runSession(options: SessionRunOptions): SessionRun {
  const { session, sources, recording, meters, clock, store } = options;
  const { sessionId } = session;
  const stopping = new AbortController();
  const aborting = new AbortController();
  const givingUp = new AbortController();
  const timeline = createTimeline(sources.map((source) => source.source));
  let state: SessionState = session.state;
  let written = { title: session.title, notes: '', tags: [] as string[] };
  let failure: AppError | null = null;
  /** What is not as it should be, though nothing failed. */
  let warnings: Sentence[] = [];
  // The wall clock may be set while it runs.
  const startedAtMs = clock.monotonicMs();
  let endedMs: number | null = null;
  let isCapturing = true;
  let [target, engine] = [session.target, session.engine ?? options.target?.engine ?? null];
  const cancelStart = clock.after(longestStartMs, noteBegun);
  let cancelPatience = (): void => undefined;

  const record = (
    type: string,
    more: { reason?: string | null; fields?: Record<string, unknown> } = {},
  ): void => options.record({ kind: 'session', type, sessionId, target, ...more });

  /** What is written besides the flow of audio; a failure is told, not thrown into the flow. */
  const writes = createWriteQueue({ clock, onFailure: noteFailure });

  // A disk that has taken nothing for half a minute is not waited for once more.
  const isHopeless = (): boolean => aborting.signal.aborted || failure?.code === 'storage-failed';
  const finishWrites = (): Promise<void> =>
    writes.finishWithin(isHopeless() ? writePatienceAtAbortMs : writePatienceMs);

  const why = (): { reason: string | null; reasons: Sentence[] } => whyOf(failure, warnings);

  function noteFailure(error: AppError): void {
    failure ??= error;
    options.onChange();
  }

  function setState(to: SessionState): void {
    state = nextState(state, to);
    record(`session.${to}`, { reason: why().reason });
    const step = { state, ...why(), endedMs };
    writes.add(() => store.setState(sessionId, step));
    options.onChange();
  }

  const streams = options.createStreams({
    signal: AbortSignal.any([aborting.signal, givingUp.signal]),
    onLine: (line) =>
      writes.add(async () => {
        await store.addTranscriptLine(sessionId, line);
        options.onLine(line);
      }),
    onStoredLine: options.onLine,
    onChange() {
      keptBytes.note();
      options.onChange();
    },
  });
  const keptBytes = createKeptBytes({
    clock,
    read: () => streams.bytes(),
    store: (bytes) => store.setBytes(sessionId, bytes),
  });

  function openStream(opened: OpenedTarget): void {
    const names = sources.map((source) => source.source);
    const [onlyTrack] = names;
    streams.open(opened, {
      session,
      read: (firstSample, count) => recording.read(firstSample, count),
      track: names.length === 1 && onlyTrack !== undefined ? onlyTrack : 'mix',
      firstSample: timeline.ready(),
      tracks: {
        sources: names,
        read: (source, firstSample, into) => recording.readTrack(source, firstSample, into),
        isLive: options.isLive,
      },
      undelivered: [],
      absentAfterFinishMs,
    });
  }

  /** With the first sample of any track, or when none comes for long. */
  function noteBegun(): void {
    cancelStart();
    if (state === 'starting') setState('recording');
  }

  /** A target that cannot be streamed to costs words, not the recording. */
  async function openFirstStream(opened: OpenedTarget): Promise<void> {
    try {
      openStream(opened);
    } catch (error) {
      noteFailure(toAppError(error));
      await opened.close().catch((problem: unknown) => noteFailure(toAppError(problem)));
    }
  }

  const tracks = createSessionTracks({
    sessionId,
    askedMs: options.askedMs,
    maxSec: options.maxSec,
    sources,
    recording,
    meters,
    timeline,
    clock,
    record: options.record,
    addGap: (source, gap) => writes.add(() => store.addGap(sessionId, source, gap)),
    onRecorded() {
      if (state === 'starting') noteBegun();
      streams.recorded(timeline.ready());
      keptBytes.note();
    },
    onEnded: () => streams.recorded(timeline.ready()),
    onFailure: noteFailure,
  });

  recording.onMoved?.((move) => {
    writes.add(() => store.setTrackPath(sessionId, move.source, move.path));
    if (move.lost !== null) tracks.noteGap(move.source, { ...move.lost, reason: 'file-lost' });
    record('session.file-moved', { reason: sayIt(movedSentence(move)), fields: { source: move.source } });
    noteFailure(new AppError('storage-failed', movedSentence(move)));
  });

  function abort(): void {
    cancelPatience();
    stopping.abort();
    aborting.abort();
    void writes.finishWithin(writePatienceAtAbortMs);
  }

  async function run(): Promise<AppError | null> {
    if (options.target !== null) await openFirstStream(options.target);
    await tracks.capture(stopping.signal);
    isCapturing = false;
    noteBegun();
    endedMs = session.startedMs + clock.monotonicMs() - startedAtMs;
    tracks.noteEarlyEnds();
    warnings = tracks.silence();
    setState('stopping');
    const undelivered = await streams.finish();
    if (undelivered !== null) noteFailure(undelivered);
    cancelPatience();
    const note = unawaitedNote(undelivered, { end: aborting.signal, notWait: givingUp.signal });
    if (note !== null)
      options.record({ kind: 'stream', type: 'receipt.note', sessionId, target, reason: note });
    writes.add(() => store.setBytes(sessionId, streams.bytes()));
    for (const { source } of sources)
      writes.add(() => store.setTrackSamples(sessionId, source, recording.samples(source)));
    await recording.close().catch((error: unknown) => noteFailure(toAppError(error, 'storage-failed')));
    await finishWrites();
    setState(timeline.length() === 0 && failure !== null ? 'failed' : 'ended');
    await finishWrites();
    return failure;
  }

  return {
    summary: () => ({
      sessionId,
      meetingId: session.meetingId,
      mode: session.mode,
      target,
      engine,
      state,
      ...why(),
      startedAt: new Date(session.startedMs).toISOString(),
      endedAt: endedMs === null ? null : new Date(endedMs).toISOString(),
      seconds: samplesToSec(timeline.length()),
      undelivered: streams.counts().pending,
      hasWords: streams.lines() > 0,
      ...written,
    }),
    levels: () => sources.flatMap(({ source }) => meters.get(source)?.read() ?? []),
    recordedSec: () => samplesToSec(timeline.length()),
    samples: (source) => recording.samples(source),
    chunks: () => streams.counts(),
    bytes: () => streams.bytes(),
    waitingBytes: () => streams.waitingBytes(),
    connection: () => streams.connection(),
    queuedSec: () => streams.pendingSec(),
    transcriptLines: () => streams.lines(),
    failure: () => failure ?? streams.problem(),
    tryNow: () => streams.tryNow(),
    wakeUp: () => streams.wakeUp(),
    switchTarget(opened) {
      if (!isCapturing) throw new AppError('not-found', sentence('session.ended'));
      record('session.target-switched', {
        fields: { from: target, to: opened.name, atSec: samplesToSec(timeline.ready()) },
      });
      [target, engine] = [opened.name, opened.engine ?? null];
      writes.add(() => store.setTarget(sessionId, opened.name));
      openStream(opened);
      options.onChange();
    },
    annotate(annotation) {
      written = { ...written, ...annotation };
      options.onChange();
    },
    stop(patienceMs) {
      stopping.abort();
      if (patienceMs !== undefined) cancelPatience = clock.after(patienceMs, abort);
    },
    stopWaiting() {
      if (!isCapturing) givingUp.abort();
    },
    abort,
    done: run().catch((error: unknown) => {
      noteFailure(toAppError(error));
      return failure;
    }),
  };
}

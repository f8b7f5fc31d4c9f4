import { samplesToSec, secToSamples, type Level, type SourceName } from '../../../shared/audio.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ConnectionStatus } from '../../../shared/health.ts';
import type {
  ByteCounts,
  ChunkCounts,
  SessionState,
  SessionSummary,
  TranscriptLine,
} from '../../../shared/session.ts';
import type { AudioSource, Clock, LevelMeter, RecordEvent, Recording, Streaming } from '../ports.ts';
import type { Promisified } from '../storage/worker-client.ts';
import { captureTrack } from './capture-track.ts';
import { nextState } from './session-state.ts';
import type { GapRow, SessionRow, SessionWrites } from './session-store.ts';
import { createTimeline } from './timeline.ts';

/** One recording from its first frame to the target's last answer. */
export type SessionRun = {
  summary(): SessionSummary;
  levels(): Level[];
  recordedSec(): number;
  chunks(): ChunkCounts;
  bytes(): ByteCounts;
  connection(): ConnectionStatus;
  transcriptLines(): number;
  /** What went wrong so far, in plain words. */
  failure(): AppError | null;
  /** Ends the capture; `done` follows when the target has given its last answer. */
  stop(): void;
  /** Ends the capture and waits for nobody. */
  abort(): void;
  /** Resolves with what went wrong, or `null`. Never rejects. */
  done: Promise<AppError | null>;
};

export type SessionRunOptions = {
  session: SessionRow;
  sources: readonly AudioSource[];
  recording: Recording;
  meters: ReadonlyMap<SourceName, LevelMeter>;
  /** Absent where nothing is streamed. */
  openStreaming: ((hooks: StreamingHooks) => Streaming) | null;
  maxSec: number;
  clock: Clock;
  store: Promisified<SessionWrites>;
  record: RecordEvent;
  onLine: (line: TranscriptLine) => void;
  onChange: () => void;
  /** Gives back what was started for this session. */
  release: () => Promise<void>;
};

export type StreamingHooks = {
  signal: AbortSignal;
  onLine: (line: TranscriptLine) => void;
  onTargetProblem: (sentence: string) => void;
};

const noChunks: ChunkCounts = { captured: 0, silent: 0, sent: 0, delivered: 0, retried: 0, pending: 0 };
const noBytes: ByteCounts = { out: 0, in: 0, plainOut: 0 };
const notConnected: ConnectionStatus = { phase: 'idle', sentence: 'Nothing is streamed in this mode.' };

export function runSession(options: SessionRunOptions): SessionRun {
  const { session, sources, recording, meters, clock, store } = options;
  const { sessionId } = session;
  const stopping = new AbortController();
  const aborting = new AbortController();
  const timeline = createTimeline(sources.map((source) => source.source));
  const levelStates = new Map<SourceName, string>();
  const writes: Promise<void>[] = [];
  let state: SessionState = session.state;
  let failure: AppError | null = null;
  let endedMs: number | null = null;
  let lines = 0;
  let untranscribed = 0;
  // What the target said last about audio that it could not transcribe; words that come later clear it.
  let targetProblem: AppError | null = null;

  const record = (
    type: string,
    more: { reason?: string | null; fields?: Record<string, unknown> } = {},
  ): void => options.record({ kind: 'session', type, sessionId, target: session.target, ...more });

  /** What is written besides the flow of audio; a failure is told, not thrown into the flow. */
  function keep(write: Promise<void>): void {
    writes.push(write.catch((error: unknown) => noteFailure(toAppError(error, 'storage-failed'))));
  }

  function noteFailure(error: AppError): void {
    failure ??= error;
    options.onChange();
  }

  function setState(to: SessionState): void {
    state = nextState(state, to);
    record(`session.${to}`, { reason: failure?.message ?? null });
    keep(store.setSessionState(sessionId, { state, reason: failure?.message ?? null, endedMs }));
    options.onChange();
  }

  const streaming = options.openStreaming?.({
    signal: aborting.signal,
    onLine(line) {
      lines += 1;
      targetProblem = null;
      keep(store.addTranscriptLine(sessionId, line).then(() => options.onLine(line)));
    },
    onTargetProblem(sentence) {
      untranscribed += 1;
      targetProblem = new AppError('engine-failed', sentence);
      options.onChange();
    },
  });

  function onRecorded(source: SourceName, samples: number): void {
    timeline.advance(source, samples);
    streaming?.recorded(timeline.ready());
    noteLevel(source);
  }

  function noteLevel(source: SourceName): void {
    const level = meters.get(source)?.read();
    if (level === undefined || level.state === 'unknown' || level.state === levelStates.get(source)) return;
    levelStates.set(source, level.state);
    options.record({
      kind: 'capture',
      type: `capture.${level.state}`,
      sessionId,
      fields: {
        source,
        rmsDb: level.rmsDb,
        peakDb: level.peakDb,
        atSec: samplesToSec(recording.samples(source)),
      },
    });
  }

  function onGap(source: SourceName, gap: GapRow): void {
    keep(store.addGap(sessionId, source, gap));
    options.record({
      kind: 'gap',
      type: 'gap',
      sessionId,
      reason: gap.reason,
      fields: { source, atSec: samplesToSec(gap.firstSample), lengthSec: samplesToSec(gap.sampleCount) },
    });
  }

  async function capture(source: AudioSource): Promise<void> {
    const name = source.source;
    const meter = meters.get(name);
    if (meter === undefined) throw new AppError('internal', `There is no meter for ${name}`);
    const place = { kind: 'capture', sessionId } as const;
    options.record({ ...place, type: 'capture.started', fields: { source: name, from: source.description } });
    try {
      await captureTrack({
        source,
        recording,
        meter,
        maxSamples: secToSamples(options.maxSec),
        signal: stopping.signal,
        onRecorded,
        onGap,
      });
      options.record({ ...place, type: 'capture.stopped', fields: { source: name } });
    } catch (error) {
      const problem = toAppError(error);
      options.record({ ...place, type: 'capture.failed', reason: problem.message, fields: { source: name } });
      noteFailure(problem);
    } finally {
      meter.markNotCaptured();
      timeline.end(name);
      streaming?.recorded(timeline.ready());
    }
  }

  /** A track that ended before the others is a gap to the end. */
  function noteEarlyEnds(): void {
    for (const { source } of sources) {
      const firstSample = recording.samples(source);
      const sampleCount = timeline.length() - firstSample;
      // Live sources never stop on the same sample; half a second is more than their buffers hold.
      if (sampleCount > secToSamples(0.5))
        onGap(source, { firstSample, sampleCount, reason: 'source-ended' });
    }
  }

  async function run(): Promise<AppError | null> {
    setState('recording');
    await Promise.all(sources.map(capture));
    endedMs = clock.nowMs();
    noteEarlyEnds();
    setState('stopping');
    if (streaming !== undefined) {
      streaming.finish();
      const outcome = await streaming.done;
      if (!outcome.complete)
        noteFailure(new AppError('unreachable', undelivered(outcome.sentence, streaming.counts())));
      if (untranscribed > 0 && targetProblem !== null) noteFailure(targetProblem);
      else if (untranscribed > 0) noteFailure(partlyUntranscribed(untranscribed));
      keep(store.setSessionBytes(sessionId, streaming.bytes()));
    }
    for (const { source } of sources)
      keep(store.setTrackSamples(sessionId, source, recording.samples(source)));
    keep(recording.close());
    await Promise.all(writes);
    setState(timeline.length() === 0 && failure !== null ? 'failed' : 'ended');
    await Promise.all(writes);
    return failure;
  }

  return {
    summary: () => ({
      sessionId,
      meetingId: session.meetingId,
      title: session.title,
      mode: session.mode,
      target: session.target,
      state,
      reason: failure?.message ?? null,
      startedAt: new Date(session.startedMs).toISOString(),
      endedAt: endedMs === null ? null : new Date(endedMs).toISOString(),
      seconds: samplesToSec(timeline.length()),
    }),
    levels: () => sources.flatMap(({ source }) => meters.get(source)?.read() ?? []),
    recordedSec: () => samplesToSec(timeline.length()),
    chunks: () => streaming?.counts() ?? noChunks,
    bytes: () => streaming?.bytes() ?? noBytes,
    connection: () => streaming?.connection() ?? notConnected,
    transcriptLines: () => lines,
    failure: () => failure ?? targetProblem,
    stop: () => stopping.abort(),
    abort() {
      stopping.abort();
      aborting.abort();
    },
    done: run()
      .catch((error: unknown) => {
        noteFailure(toAppError(error));
        return failure;
      })
      .finally(options.release),
  };
}

function partlyUntranscribed(times: number): AppError {
  return new AppError(
    'engine-failed',
    `The target could not transcribe ${times} stretches of audio. The recording is whole; the events say why.`,
  );
}

function undelivered(sentence: string, counts: ChunkCounts): string {
  if (counts.pending === 0) return sentence;
  return `${sentence} ${counts.pending} of ${counts.captured} chunks were not delivered; the recording is kept.`;
}

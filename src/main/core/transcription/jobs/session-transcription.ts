import { samplesToSec, secToSamples, type SourceName } from '../../../../shared/sound/audio.ts';
import { saidBy, toAppError } from '../../../../shared/errors.ts';
import { tell } from '../../../../shared/words/all-words.ts';
import type { ConnectionStatus } from '../../../../shared/session/status.ts';
import type { ChunkCounts, TranscriptLine } from '../../../../shared/session/session.ts';
import { allOver, openAll } from '../../lifecycle/lifecycle.ts';
import type { StreamOutcome, TrackAudio } from '../../ports/ports.ts';
import { noLaneCounts } from './lane-report.ts';
import { createLane, type Lane } from './lane.ts';
import type { LaneOptions } from './lane-parts.ts';
import type { Job } from './job-store.ts';
import { samplesIn, type Segment, type Span } from '../segments/segmenter.ts';
import { createTrackCutter, type TrackCutter } from '../segments/track-cutter.ts';

/** Segments of one session on their way through one engine. */
export type SessionTranscription = {
  /** So many samples of every track are on disk. */
  recorded(samples: number): void;
  /** No more audio will come. */
  finish(): void;
  /** Somebody wants it tried: what waits looks again. */
  tryNow(): void;
  /** Resolves when all is done or given up. Never rejects. */
  done: Promise<StreamOutcome>;
  /** In segments. */
  counts(): ChunkCounts;
  /** Seconds of audio in segments that are cut and have no words yet. */
  pendingSec(): number;
  status(): ConnectionStatus;
};

export type TranscriptionOptions = Omit<
  LaneOptions,
  'transcriptId' | 'read' | 'onAdded' | 'onDone' | 'onLine' | 'onStatus'
> & {
  transcriptId: Promise<number>;
  tracks: TrackAudio;
  signal: AbortSignal;
  onLine: (line: TranscriptLine) => void;
  onChange: () => void;
};

// What a segment that was cut in speech gives to the one after it.
const overlapSamples = secToSamples(1);

export function createSessionTranscription(options: TranscriptionOptions): SessionTranscription {
  const { tracks, reads, writes, signal } = options;
  const finished = Promise.withResolvers<undefined>();
  const counted = { segments: 0, pendingSamples: 0 };
  let status: ConnectionStatus = {
    phase: 'connecting',
    ...tell('transcribe.preparing', { engine: options.desk.name }),
  };
  let recordedSamples = 0;
  let cutters: TrackCutter[] = [];
  let lane: Lane | null = null;
  let isGivenUp = false;

  function record(type: string, reason: string | null, fields: Record<string, unknown>): void {
    const { sessionId, desk } = options;
    options.record({ kind: 'engine', type, sessionId, target: desk.name, reason, fields });
  }

  function setStatus(next: ConnectionStatus): void {
    status = next;
    options.onChange();
  }

  async function openCutter(transcriptId: number, track: SourceName): Promise<TrackCutter> {
    const done = await reads.jobs.cutUpTo(transcriptId, track);
    const firstSample = done === null ? 0 : done.endSample - (done.continues ? overlapSamples : 0);
    return createTrackCutter({
      track,
      isLive: tracks.isLive,
      firstSample,
      overlapSamples: done?.continues === true ? overlapSamples : 0,
      detector: await options.createDetector(),
      read: (first, into) => tracks.read(track, first, into),
      async addSegments(segments) {
        await writes.jobs.add(transcriptId, track, segments);
        onAdded(track, segments);
        lane?.wake();
      },
    });
  }

  function onAdded(track: SourceName, segments: readonly Segment[]): void {
    for (const { spans } of segments) {
      record('segment.cut', null, { source: track, ...placeOf(spans) });
      counted.segments += 1;
      counted.pendingSamples += samplesIn(spans);
    }
    options.onChange();
  }

  function onDone(job: Job): void {
    counted.pendingSamples -= samplesIn(job.spans);
    options.onChange();
  }

  async function cutAll(transcriptId: number): Promise<void> {
    await finished.promise;
    await allOver(cutters.map((cutter) => cutter.finish()));
    if (signal.aborted || isGivenUp) return;
    await writes.transcripts.markCut(transcriptId);
  }

  async function run(): Promise<StreamOutcome> {
    const transcriptId = await options.transcriptId;
    const opened = createLane({
      ...options,
      transcriptId,
      read: tracks.read,
      onAdded,
      onDone,
      onStatus: setStatus,
    });
    lane = opened;
    cutters = await openAll(
      tracks.sources,
      (track) => openCutter(transcriptId, track),
      (cutter) => cutter.close(),
    );
    const stop = (): void => {
      for (const cutter of cutters) cutter.stop();
      finished.resolve(undefined);
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    for (const cutter of cutters) cutter.recorded(recordedSamples);
    setStatus({ phase: 'streaming', ...tell('transcribe.waiting-for-words') });
    try {
      const cutting = cutAll(transcriptId).finally(() => opened.finish());
      // Neither is left behind: a lane whose cutting fails ends with what was cut, and one that fails ends the cutting.
      const working = opened.run(signal).catch((error: unknown) => {
        isGivenUp = true;
        stop();
        throw error;
      });
      const [outcome] = await allOver([working, cutting]);
      return outcome;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  return {
    recorded(samples) {
      recordedSamples = samples;
      for (const cutter of cutters) cutter.recorded(samples);
    },
    finish: () => finished.resolve(undefined),
    tryNow: () => lane?.tryNow(),
    done: run().catch((error: unknown): StreamOutcome => {
      const told = tell('transcribe.stopped', { why: saidBy(error) });
      setStatus({ phase: 'stopped', ...told });
      return { complete: false, code: toAppError(error).code, ...told };
    }),
    counts() {
      const done = lane?.counts() ?? noLaneCounts;
      return {
        captured: counted.segments,
        silent: 0,
        sent: done.sent,
        delivered: done.delivered,
        unconfirmed: 0,
        retried: done.retried,
        pending: Math.max(0, counted.segments - done.delivered - done.parked),
      };
    },
    pendingSec: () => samplesToSec(Math.max(0, counted.pendingSamples)),
    status: () => status,
  };
}

function placeOf(spans: readonly Span[]): { atSec: number; endSec: number } {
  const [first] = spans;
  const last = spans.at(-1);
  return {
    atSec: samplesToSec(first?.firstSample ?? 0),
    endSec: samplesToSec(last === undefined ? 0 : last.firstSample + last.sampleCount),
  };
}

import { samplesToSec, secToSamples, type SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import type {
  AudioSource,
  Clock,
  LevelMeter,
  RecordEvent,
  Recording,
  SourceChange,
} from '../../ports/ports.ts';
import type { GapRow } from '../session-store.ts';
import { captureTrack } from './capture-track.ts';
import type { Timeline } from './timeline.ts';
import { cutAtLongest, silenceOf } from './track-trouble.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What comes in on a session's tracks, and what is to be told of it. */
export type SessionTracks = {
  /** Captures all sources until each has ended, or `stopping` is aborted. Never rejects: what fails is told. */
  capture(stopping: AbortSignal): Promise<void>;
  noteGap(source: SourceName, gap: GapRow): void;
  /** A track that ended before the others is a gap to the end. */
  noteEarlyEnds(): void;
  /** What is to be said of tracks on which nothing was heard. */
  silence(): Sentence[];
};

export type SessionTracksOptions = {
  sessionId: string;
  /** When the session was asked for, on the monotonic clock. */
  askedMs: number;
  maxSec: number;
  sources: readonly AudioSource[];
  recording: Recording;
  meters: ReadonlyMap<SourceName, LevelMeter>;
  /** How far each track is; advanced here. */
  timeline: Timeline;
  clock: Clock;
  record: RecordEvent;
  /** Stores a gap, or that it has grown. */
  addGap: (source: SourceName, gap: GapRow) => void;
  /** Samples are on disk, and the timeline has moved on. */
  onRecorded: () => void;
  /** One track is over, and the others are no longer held back by it. */
  onEnded: () => void;
  onFailure: (error: AppError) => void;
};

// What a person who presses Record does not notice.
const unnoticedStartMs = 500;

export function createSessionTracks(options: SessionTracksOptions): SessionTracks {
  const { sessionId, sources, recording, meters, timeline, clock } = options;
  const place = { kind: 'capture', sessionId } as const;
  const levelStates = new Map<SourceName, string>();
  /** Why nothing is heard on a track, by the system's word. */
  const silencedBy = new Map<SourceName, string>();

  function noteLevel(source: SourceName): void {
    const level = meters.get(source)?.read();
    if (level === undefined || level.state === 'unknown' || level.state === levelStates.get(source)) return;
    levelStates.set(source, level.state);
    const { rmsDb, peakDb } = level;
    const fields = { source, rmsDb, peakDb, atSec: samplesToSec(recording.samples(source)) };
    options.record({ ...place, type: `capture.${level.state}`, fields });
  }

  function noteGap(source: SourceName, gap: GapRow): void {
    options.addGap(source, gap);
    options.record({
      kind: 'gap',
      type: 'gap',
      sessionId,
      reason: gap.reason,
      fields: { source, atSec: samplesToSec(gap.firstSample), lengthSec: samplesToSec(gap.sampleCount) },
    });
  }

  /** What was said between the press and the track's begin is in no track; from here on its time is wall time. */
  function noteLateStart({ source, expectedSamples, isPipe = false }: AudioSource): void {
    const lateMs = clock.monotonicMs() - options.askedMs;
    if (expectedSamples !== null || isPipe || lateMs <= unnoticedStartMs) return;
    noteGap(source, { firstSample: 0, sampleCount: secToSamples(lateMs / 1_000), reason: 'start-left-out' });
  }

  function noteChange(source: SourceName, { type, reason, fields }: SourceChange): void {
    if (typeof fields.cause === 'string' && type === 'zeros-warning') silencedBy.set(source, fields.cause);
    if (type === 'scaled' || type === 'drift') options.record({ ...place, type: 'receipt.note', reason });
    options.record({ ...place, type: `capture.${type}`, reason, fields: { source, ...fields } });
  }

  async function captureOne(source: AudioSource, stopping: AbortSignal): Promise<void> {
    const name = source.source;
    const meter = meters.get(name);
    if (meter === undefined) throw new AppError('internal', sentence('session.no-meter', { source: name }));
    options.record({ ...place, type: 'capture.started', fields: { source: name, from: source.description } });
    noteLateStart(source);
    try {
      await captureTrack({
        source,
        recording,
        meter,
        maxSamples: secToSamples(options.maxSec),
        signal: stopping,
        onRecorded(track, samples) {
          timeline.advance(track, samples);
          options.onRecorded();
          noteLevel(track);
        },
        onGap: noteGap,
        // Once a second: a crash costs a second of a gap at most, as it does of sound.
        onGapGrows: options.addGap,
        onChange: noteChange,
      });
      options.record({ ...place, type: 'capture.stopped', fields: { source: name } });
      const cut = cutAtLongest(source, recording.samples(name));
      if (cut !== null) options.onFailure(cut);
    } catch (error) {
      const problem = toAppError(error);
      options.record({ ...place, type: 'capture.failed', reason: problem.message, fields: { source: name } });
      options.onFailure(problem);
    } finally {
      meter.markNotCaptured();
      timeline.end(name);
      options.onEnded();
    }
  }

  return {
    async capture(stopping) {
      await Promise.all(sources.map((source) => captureOne(source, stopping)));
    },
    noteGap,
    noteEarlyEnds() {
      for (const { source } of sources) {
        const firstSample = recording.samples(source);
        const sampleCount = timeline.length() - firstSample;
        // Live sources never stop on the same sample; half a second is more than their buffers hold.
        if (sampleCount > secToSamples(0.5))
          noteGap(source, { firstSample, sampleCount, reason: 'source-ended' });
      }
    },
    silence: () => silenceOf(sources, meters, silencedBy),
  };
}

import type { Frame, Level, SourceName } from '../../../shared/sound/audio.ts';
import type { Wire } from '../../../shared/contract/wire.ts';
import type { Heard } from '../../../shared/session/silence.ts';

/** What happened to a live source while it was captured; an event of kind `capture` says it with these words. */
export type SourceChange = {
  type:
    'restarting' | 'restarted' | 'zeros-warning' | 'clock-set' | 'scaled' | 'drift' | 'stalled' | 'resumed';
  /** In plain words. */
  reason: string;
  fields: Record<string, unknown>;
};

/**
 * A live or recorded source of one track. Frames are pulled, so a slow consumer slows a file down;
 * a live source buffers for it. Ends when the source ends.
 * @throws AppError `no-device`, `missing-tool`, `bad-input` with what to do.
 */
export type AudioSource = {
  source: SourceName;
  /** What is captured, for people: a device or a file. */
  description: string;
  /** The length when it is known beforehand (files). */
  expectedSamples: number | null;
  /** What it brings waits until somebody takes it, as in a file, and its length is not always known. */
  isPipe?: boolean;
  frames(signal: AbortSignal, onChange?: (change: SourceChange) => void): AsyncIterable<Frame>;
  /** Why nothing can be heard from it now, by the system's word, without a full stop; `null` where nothing is found. */
  explainSilence?(): Promise<string | null>;
  /** Lets go of the device when nobody is going to ask for frames. */
  close?(): void;
};

/** A page of a browser that captures for the core; requests and answers are those of shared/capture.ts. */
export type CapturePage = Wire & {
  /** Resolves when the page is gone; no answer comes any more. */
  closed: Promise<void>;
  /** It hangs: it is ended, and the next caller gets another. */
  discard(): void;
  /** The caller needs it no longer. */
  release(): void;
};

/** Live sound that the host captures better than a program could. */
export type Capture = {
  /** What it captures; the rest is the core's own business. */
  sources: readonly SourceName[];
  /** @throws AppError `no-device` when there is no page to be had */
  openPage(): Promise<CapturePage>;
};

/** Words that an engine heard in a stretch of audio. */
export type Transcription = {
  text: string;
  /** 0 to 1, or `null` when the engine does not say. */
  confidence: number | null;
  /** Sentences with their times, where it prints such; `null` for a time that is none. */
  parts?: readonly { text: string; start: number | null; end: number | null }[];
};

/** What is known of the words before they are heard. */
export type SpeechHints = { language: string | null; prompt: string | null };

/** Turns speech into words. */
export type SpeechEngine = {
  name: string;
  /**
   * `pcm` is 16 kHz mono.
   * @throws AppError `engine-failed`, `missing-tool`; AbortError when `signal` fires.
   */
  transcribe(pcm: Int16Array, signal: AbortSignal, hints?: SpeechHints): Promise<Transcription>;
};

/** Tells speech from everything else in one stream of samples, 20 ms at a time. */
export type SpeechDetector = {
  /** 16 kHz mono, any length; one decision for each window of 20 ms that is now complete. */
  push(pcm: Int16Array): boolean[];
  close(): void;
};

/** Measures one track in sample time. */
export type LevelMeter = {
  add(pcm: Int16Array): void;
  /** The source is gone; `add` brings it back. */
  markNotCaptured(): void;
  read(): Level;
  /** Of everything that was added. */
  heard?(): Heard;
};

/** A track that goes on in another file, because another program touched the one that it was written to. */
export type MovedTrack = {
  source: SourceName;
  what: 'deleted' | 'replaced' | 'cut short';
  from: string;
  to: string;
  /** The new file, relative to the data folder, with forward slashes. */
  path: string;
  /** Samples of the part so far that could not be saved; there are zeros in their place. */
  lost: { firstSample: number; sampleCount: number } | null;
};

/** The tracks of one session on disk. */
export type Recording = {
  /**
   * Resolves when the samples are in the file; nothing derived from them may leave before.
   * @throws AppError `storage-failed`
   */
  append(source: SourceName, pcm: Int16Array): Promise<void>;
  samples(source: SourceName): number;
  /** `count` samples of all tracks, mixed, from `firstSample` of the session's time line. */
  read(firstSample: number, count: number): Promise<Int16Array>;
  /** Fills `into` from one track; answers the part of it that the track has. */
  readTrack(source: SourceName, firstSample: number, into: Int16Array): Promise<Int16Array>;
  /** Calls the listener when a track goes on in another file. */
  onMoved?(listener: (move: MovedTrack) => void): void;
  close(): Promise<void>;
};

/** The tracks of a session, each for itself. */
export type TrackAudio = {
  sources: readonly SourceName[];
  /** Fills `into`; answers the part of it that the track has. */
  read: (source: SourceName, firstSample: number, into: Int16Array) => Promise<Int16Array>;
  /** Somebody waits for the words; otherwise the audio comes as fast as it can be read. */
  isLive: boolean;
};

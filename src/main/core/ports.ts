import type { Frame, Level, SourceName } from '../../shared/audio.ts';
import type { EventDraft } from '../../shared/events.ts';
import type { ConnectionStatus } from '../../shared/health.ts';
import type { BackendMessage } from '../../shared/protocol/decode.ts';
import type { ByteCounts, ChunkCounts } from '../../shared/session.ts';

/** Both clocks and every timer, so that tests can hold time still. */
export type Clock = {
  /** Wall clock, ms since 1970. It may jump. */
  nowMs(): number;
  /** Never goes back; its zero has no meaning. */
  monotonicMs(): number;
  /** Runs once after `ms`, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void;
  /** Runs every `ms` until the returned function is called. */
  every(ms: number, run: () => void): () => void;
};

/** Where things lie. */
export type Paths = {
  /** All data of this user: recordings, database, settings, logs. */
  home: string;
  /** The script of a worker thread: TypeScript in a checkout, a bundle when built. */
  workerEntry(name: 'writer-worker' | 'reader-worker'): URL;
};

/** Hands an event to the recorder; returns at once. */
export type RecordEvent = (draft: EventDraft) => void;

/** A text frame on a socket, as it goes by. */
export type FrameOnWire = {
  direction: 'in' | 'out';
  raw: string;
  /** The frame as read, or `null` when it cannot be read; then `reason` says why. */
  message: BackendMessage | null;
  reason: string | null;
  sessionId: string;
  target: string;
  connectionId: string;
  generation: number;
};

/** Hands a frame to the recorder, which takes the audio out of it; returns at once. */
export type RecordFrame = (frame: FrameOnWire) => void;

/**
 * A live or recorded source of one track. Frames are pulled, so a slow consumer slows a file down;
 * a live source buffers for it. Ends when the source ends.
 * @throws AppError `no-device`, `missing-tool`, `bad-input` with the mend.
 */
export type AudioSource = {
  source: SourceName;
  /** What is captured, for people: a device or a file. */
  description: string;
  /** The length when it is known beforehand (files). */
  expectedSamples: number | null;
  frames(signal: AbortSignal): AsyncIterable<Frame>;
};

/** Words that an engine heard in a stretch of audio. */
export type Transcription = {
  text: string;
  /** 0 to 1, or `null` when the engine does not say. */
  confidence: number | null;
};

/** Turns speech into words. */
export type SpeechEngine = {
  name: string;
  /**
   * `pcm` is 16 kHz mono.
   * @throws AppError `engine-failed`, `missing-tool`; AbortError when `signal` fires.
   */
  transcribe(pcm: Int16Array, signal: AbortSignal): Promise<Transcription>;
};

/** Measures one track in sample time. */
export type LevelMeter = {
  add(pcm: Int16Array): void;
  /** The source is gone; `add` brings it back. */
  markNotCaptured(): void;
  read(): Level;
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
  close(): Promise<void>;
};

/** How streaming ended: with the target's last word, or without it and why. */
export type StreamOutcome = { complete: true } | { complete: false; sentence: string };

/** A session's audio on its way to a target. */
export type Streaming = {
  /** So many samples of the session's time line are on disk. */
  recorded(samples: number): void;
  /** No more audio will come. */
  finish(): void;
  /** Resolves when the target has given its last answer or is given up. */
  done: Promise<StreamOutcome>;
  counts(): ChunkCounts;
  bytes(): ByteCounts;
  connection(): ConnectionStatus;
};

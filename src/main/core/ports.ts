import type { EventDraft } from '../../shared/events.ts';
import type { Frame, SourceName } from '../../shared/audio.ts';

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

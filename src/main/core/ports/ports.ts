import type { Frame, Level, SourceName } from '../../../shared/sound/audio.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { EventDraft } from '../../../shared/events/events.ts';
import type { ConnectionStatus } from '../../../shared/session/health.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import type { ByteCounts, ChunkCounts, TranscriptLine } from '../../../shared/session/session.ts';
import type { MediaAccess } from '../../../shared/sound/sound-check.ts';
import type { DesktopFacts } from '../../../shared/machine/desktop.ts';
import type { Wire } from '../../../shared/contract/wire.ts';

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
  /** How many listeners of this client got it; one when absent. */
  deliveries?: number;
  sessionId: string;
  target: string;
  connectionId: string;
  generation: number;
};

/** Hands a frame to the recorder, which takes the audio out of it; returns at once. */
export type RecordFrame = (frame: FrameOnWire) => void;

/** What befell a live source while it was captured; an event of kind `capture` says it with these words. */
export type SourceChange = {
  type: 'restarting' | 'restarted' | 'zeros-warning' | 'clock-set';
  /** In plain words. */
  reason: string;
  fields: Record<string, unknown>;
};

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
  frames(signal: AbortSignal, onChange?: (change: SourceChange) => void): AsyncIterable<Frame>;
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

/** How streaming ended: with the target's last word, or without it and why. */
/** `code` is set where the sentence says all there is to say. */
export type StreamOutcome = { complete: true } | { complete: false; sentence: string; code?: ErrorCode };

/** A session's audio on its way to a target. */
export type Streaming = {
  /** So many samples of the session's time line are on disk. */
  recorded(samples: number): void;
  /** No more audio will come. */
  finish(): void;
  /** Ends the wait for the next try. */
  tryNow(): void;
  /** The machine was asleep: a connection that does not answer soon is opened anew. */
  wakeUp(): void;
  /** Seconds of audio on their way to the target. */
  pendingSec(): number;
  /** Resolves when the target has given its last answer or is given up. */
  done: Promise<StreamOutcome>;
  counts(): ChunkCounts;
  bytes(): ByteCounts;
  connection(): ConnectionStatus;
};

/** What a target is told about the session that is streamed to it. */
export type StreamedSession = { sessionId: string; meetingId: string; title: string; startedMs: number };

/** A chunk by reference: where its audio lies on disk, and how often it was sent. */
export type ChunkRef = {
  firstSample: number;
  sampleCount: number;
  crc: number;
  attempts: number;
};

/** Where a stream begins. */
export type StreamStart = {
  session: StreamedSession;
  /** Reads samples of the session's time line back from disk. */
  read: (firstSample: number, count: number) => Promise<Int16Array>;
  /** For those who want the tracks apart. */
  tracks?: TrackAudio;
  /** The one source, or `mix` when several are sent as one. */
  track: string;
  /** First sample that is this stream's business. */
  firstSample: number;
  /** What an earlier stream of the session to this target left undelivered, in order. */
  undelivered: readonly ChunkRef[];
  /** How long a target that is away is still waited for once no more audio will come. */
  absentAfterFinishMs: number;
};

export type StreamHooks = {
  signal: AbortSignal;
  onLine: (line: TranscriptLine) => void;
  /** A line that is in the database already. */
  onStoredLine?: (line: TranscriptLine) => void;
  /** What the target says about audio that it could not transcribe. */
  onTargetProblem: (sentence: string) => void;
};

/** A target that is ready for one session. */
export type OpenedTarget = {
  name: string;
  openStreaming(start: StreamStart, hooks: StreamHooks): Streaming;
  close(): Promise<void>;
};

/** What a UI may know of a secret: whether there is one, its end, and how long it is kept. */
export type SecretState = {
  set: boolean;
  /** The last 4 characters of a secret that is long enough not to be given away by them. */
  lastFour: string | null;
  /**
   * `stored`: until it is cleared; `this-run`: nothing here can keep it safely, so it is gone with the process;
   * `environment`: a variable holds it, and wins over what is stored.
   */
  kept: 'stored' | 'this-run' | 'environment';
};

/**
 * Keys and credentials by name, such as `groq`. Their values never enter settings, database, events, logs,
 * command lines or a UI. Each host keeps them where its system keeps such things.
 * All of it throws AppError `storage-failed` when the place cannot be read or written.
 */
export type Secrets = {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  clear(name: string): Promise<void>;
  describe(name: string): Promise<SecretState>;
};

/** Tells a person who is looking elsewhere; for what needs somebody to act, and nothing else. Returns at once. */
export type Notify = (notice: { title: string; body: string; urgency: 'normal' | 'critical' }) => void;

/** What a host on a desktop can do with its system. */
export type Desktop = {
  describe(): Promise<DesktopFacts>;
  /** @throws AppError `storage-failed` */
  setOpenAtLogin(on: boolean): Promise<void>;
  /** What the system says about recording a source; it does not know everything. */
  mediaAccess(source: SourceName): MediaAccess;
  /**
   * Opens the page of the system's settings where recording is allowed.
   * @throws AppError `not-found` where there is none
   */
  openSoundSettings(source: SourceName): Promise<void>;
};

import type { Action } from '../../../shared/words/actions.ts';
import type { Sentence, Told } from '../../../shared/words/all-words.ts';
import type { Level } from '../../../shared/sound/audio.ts';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';
import type { EventDraft } from '../../../shared/events/events.ts';
import type { ConnectionStatus } from '../../../shared/session/status.ts';
import type { Outcome } from '../../../shared/session/outcome.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import type {
  ByteCounts,
  ChunkCounts,
  SessionSummary,
  TranscriptLine,
} from '../../../shared/session/session.ts';
import type { TrackAudio } from './audio.ts';

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
  /** When it went by, where that was before it is handed over. */
  at?: { wallMs: number; monoMs: number };
  sessionId: string;
  target: string;
  connectionId: string;
  generation: number;
};

/** Hands a frame to the recorder, which takes the audio out of it; returns at once. */
export type RecordFrame = (frame: FrameOnWire) => void;

/** How streaming ended: with the target's last word, or without it and why. */
/** `code` is set where the sentence says all there is to say. */
export type StreamOutcome =
  { complete: true } | (Told & { complete: false; code?: ErrorCode; action?: Action | null });

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
  /** Bytes that wait in its socket; `null` while none is open. */
  waitingBytes(): number | null;
  connection(): ConnectionStatus;
  /** What the target has called the meeting so far, ours first. */
  meetingNames?(): string[];
};

/** What a target is told about the session that is streamed to it. */
export type StreamedSession = {
  sessionId: string;
  meetingId: string;
  title: string;
  startedMs: number;
  /** What the target is to see in us; what we are when absent. */
  clientType?: string;
  platform?: string;
};

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
  onTargetProblem: (problem: Sentence) => void;
  /** The connection is in another state, or chunks got further. Often. */
  onProgress?: () => void;
};

/** Asks a target what it stored of a meeting. Never rejects, and ends soon. */
export type ReadBack = {
  /** How many rows it has of this meeting; 0 where it cannot be asked. */
  count(meetingId: string, signal: AbortSignal): Promise<number>;
  /** The words that never arrived. */
  missing(meeting: StoredMeeting): Promise<TranscriptLine[]>;
};

export type StoredMeeting = {
  sessionId: string;
  /** What the target may call it. */
  names: readonly string[];
  /** The words that it told, in the order of time. */
  shown: readonly TranscriptLine[];
  /** So many rows were there before. */
  earlierRows: number;
  /** Where the session ends. */
  endSec: number;
  signal: AbortSignal;
};

/** A target that is ready for one session. */
export type OpenedTarget = {
  name: string;
  /** What writes the words behind it, where that is known: the engine of the built-in backend. */
  engine?: string | null;
  /** People may be working with it: a running session goes there only when that was confirmed. */
  asksFirst?: boolean;
  /** Where it can be asked. */
  readBack?: ReadBack;
  openStreaming(start: StreamStart, hooks: StreamHooks): Streaming;
  /** Whoever opened it closes it, streamed to or not. The second time does nothing. */
  close(): Promise<void>;
};

/** Everything that a session streams: one stream a target, the newest of them live. */
export type SessionStreams = {
  /** Starts a stream to a target; one that ran before gets no more audio and sends what it has. */
  open(target: OpenedTarget, start: StreamStart): void;
  /** So many samples of the session's time line are on disk. */
  recorded(samples: number): void;
  /** No more audio will come. Resolves with what went wrong when every target is done or given up. */
  finish(): Promise<AppError | null>;
  tryNow(): void;
  wakeUp(): void;
  counts(): ChunkCounts;
  bytes(): ByteCounts;
  /** Bytes that wait in all its sockets; `null` while none is open. */
  waitingBytes(): number | null;
  connection(): ConnectionStatus;
  pendingSec(): number;
  lines(): number;
  /** What a target said last about audio that it could not transcribe; words that come later clear it. */
  problem(): AppError | null;
};

export type SessionStreamsOptions = {
  signal: AbortSignal;
  /** Words that the target has told before. */
  earlierLines?: readonly TranscriptLine[];
  /** The target may have got all of it before, under the same name. */
  isSentAgain?: boolean;
  onLine: (line: TranscriptLine) => void;
  /** A line that is in the database already. */
  onStoredLine?: (line: TranscriptLine) => void;
  onChange: () => void;
  onProgress?: StreamHooks['onProgress'];
};

/** The session that runs, or ran last, as the status tells of it. */
export type SessionFacts = {
  /** Once it has ended: what it has to show for itself. */
  outcome?(): Outcome;
  summary(): SessionSummary;
  connection(): ConnectionStatus;
  levels(): Level[];
  chunks(): ChunkCounts;
  bytes(): ByteCounts;
  waitingBytes(): number | null;
  queuedSec(): number;
  recordedSec(): number;
  transcriptLines(): number;
  failure(): AppError | null;
};

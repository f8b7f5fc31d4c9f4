/** What another tool says of a frame, and what it leaves open. */
export type CapturedFrame = {
  /** Milliseconds: since 1970 when `isWall`, otherwise from any beginning. */
  atMs: number;
  isWall: boolean;
  dir: 'in' | 'out';
  conn: string;
  /** The text of the frame; base64 of one that is binary. */
  raw: string;
  isBinary?: boolean;
  /** What the tool does not tell and was worked out here. */
  estimated?: readonly Estimate[];
  /** The time in seconds as it was written, where milliseconds would not lead back to it. */
  capturedSec?: number;
};

export type Estimate = 'time' | 'direction';

/** What somebody knows of a capture that the capture does not say. */
export type CaptureHints = {
  /** When the first frame was, ms since 1970. */
  startedMs?: number | undefined;
  /** The direction of frames that are marked as neither sent nor received. */
  direction?: 'in' | 'out' | undefined;
};

/** A connection of a capture, as far as the capture tells of it. */
export type CapturedConnection = { conn: string; url: string };

/** The frame as a line of a trace. */
export function traceText(frame: CapturedFrame): string {
  const { atMs, isWall, dir, conn, raw, isBinary = false, estimated = [], capturedSec } = frame;
  const facts = {
    ...(estimated.length > 0 && { estimated }),
    ...(capturedSec !== undefined && { capturedSec }),
  };
  return JSON.stringify({
    t_ms: atMs,
    ...(isWall && { wall: true }),
    dir,
    conn,
    ...(isBinary && { binary: true }),
    raw,
    ...(Object.keys(facts).length > 0 && { facts }),
  });
}

// Who says what in the protocol. MEETING_EVENT is the client's; a server acknowledges it under another name.
const fromClient = new Set([
  'HANDSHAKE',
  'AUDIO_CHUNK',
  'audio_chunk',
  'AUDIO_CHUNK_ENHANCED',
  'MEETING_EVENT',
]);
const fromServer =
  /^(?:HANDSHAKE_ACK|MEETING_EVENT_ACK|SESSION_REGISTERED|MEETING_(?:UPDATE|SUMMARY|PROCESSED)|PROCESSING_.*|TRANSCRIPTION_.*|transcription_result|meeting_update|processing_complete|ERROR)$/;

/** The direction that a message can only have by its type, as the client sees it. */
export function directionByType(type: string): 'in' | 'out' | null {
  if (fromClient.has(type)) return 'out';
  return fromServer.test(type) ? 'in' : null;
}

import type { StoredEvent } from '../../shared/events/events.ts';
import { canonicalName } from '../../shared/protocol/names.ts';

/** A session's traffic between its lanes, on the wall clock in ms since 1970. */
export type Timeline = {
  lanes: readonly Lane[];
  marks: readonly Mark[];
  arrows: readonly Arrow[];
  figures: TimelineFigures;
  fromMs: number;
  untilMs: number;
};

/** `id` is `track`, `outbox`, `tries`, `target`, or the id of a connection that opened. */
export type Lane =
  | { id: string; kind: 'track' | 'outbox' | 'target' }
  | { id: string; kind: 'socket'; generation: number | null }
  /** All connections that never opened: a target that is away for an hour would have a lane for each. */
  | { id: string; kind: 'tries'; count: number };

/** Something that happened in one place. */
export type Mark = {
  seq: number;
  atMs: number;
  lane: string;
  what: 'frame' | 'ping' | 'gap' | 'close' | 'state';
  name: string;
};

/** Something that went from one lane to another. */
export type Arrow = {
  seq: number;
  what: 'chunk' | 'delivery' | 'answer';
  from: { lane: string; atMs: number };
  to: { lane: string; atMs: number };
  /** The buffer that it answers was answered before, or the chunk was sent before. */
  isRepeat: boolean;
};

export type TimelineFigures = {
  chunks: number;
  chunksAgain: number;
  delivered: number;
  answers: number;
  answersAgain: number;
  pings: number;
  gaps: number;
  closes: number;
};

// The same words are said again; the same buffer is answered twice within seconds.
const sameWordsMs = 30_000;
// PCM16, mono, as the wire has it.
const bytesPerSample = 2;

/** `events` are those of one session, oldest first. */
export function timelineOf(events: readonly StoredEvent[]): Timeline {
  const marks: Mark[] = [];
  const arrows: Arrow[] = [];
  const sockets = new Map<string, Lane>();
  const failed = failedTriesOf(events);
  const sent = new Map<string, { atMs: number; lane: string; isDelivered: boolean }>();
  const sentUpTo = new Map<string, number>();
  const buffers = createBuffers();
  const figures = {
    chunks: 0,
    chunksAgain: 0,
    delivered: 0,
    answers: 0,
    answersAgain: 0,
    pings: 0,
    gaps: 0,
    closes: 0,
  };

  let newest: string | null = null;

  /** The end of a connection has no id of its own. */
  function laneOf({ kind, connectionId, generation }: StoredEvent): string {
    if (connectionId === null) return (kind === 'connection' ? newest : null) ?? 'outbox';
    newest = failed.has(connectionId) ? 'tries' : connectionId;
    if (newest === connectionId && !sockets.has(connectionId))
      sockets.set(connectionId, { id: connectionId, kind: 'socket', generation });
    return newest;
  }

  function mark(event: StoredEvent, what: Mark['what'], lane: string): void {
    marks.push({ seq: event.seq, atMs: event.wallMs, lane, what, name: event.type });
  }

  /** After a reconnect audio is cut anew, so that a chunk may begin anywhere in what was sent. */
  function wasSentBefore(event: StoredEvent): boolean {
    const first = firstSampleOf(event);
    if (first === null) return false;
    const track = typeof event.fields.track === 'string' ? event.fields.track : '';
    const before = sentUpTo.get(track) ?? 0;
    sentUpTo.set(track, Math.max(before, first + Number(event.fields.audioBytes) / bytesPerSample));
    return first < before;
  }

  function addChunk(event: StoredEvent, lane: string): void {
    const at = { lane, atMs: event.wallMs };
    const key = chunkKeyOf(event);
    const isRepeat = sent.has(key) || wasSentBefore(event);
    figures.chunks += 1;
    if (isRepeat) figures.chunksAgain += 1;
    sent.set(key, { ...at, isDelivered: false });
    buffers.sent(event.wallMs);
    arrows.push({
      seq: event.seq,
      what: 'chunk',
      from: { lane: 'outbox', atMs: event.wallMs },
      to: at,
      isRepeat,
    });
  }

  function addPing(event: StoredEvent, lane: string): void {
    figures.pings += 1;
    mark(event, 'ping', lane);
    const chunk = sent.get(`sample ${String(event.fields.firstSample)}`);
    // Further pings while nothing is sent prove the same chunk again.
    if (chunk === undefined || chunk.isDelivered || chunk.lane !== lane) return;
    chunk.isDelivered = true;
    figures.delivered += 1;
    const to = { lane: 'target', atMs: event.wallMs };
    arrows.push({ seq: event.seq, what: 'delivery', from: { lane, atMs: chunk.atMs }, to, isRepeat: false });
  }

  function addAnswer(event: StoredEvent, lane: string): void {
    const { atMs, isRepeat } = buffers.answered(event);
    figures.answers += 1;
    if (isRepeat) figures.answersAgain += 1;
    const to = { lane, atMs: event.wallMs };
    arrows.push({ seq: event.seq, what: 'answer', from: { lane: 'target', atMs }, to, isRepeat });
  }

  for (const event of events) {
    const lane = laneOf(event);
    const name = canonicalName(event.type);
    if (event.kind === 'frame' && event.direction === 'out' && isChunk(event)) addChunk(event, lane);
    else if (event.kind === 'frame' && event.direction === 'in' && name === 'TRANSCRIPTION_RESULT')
      addAnswer(event, lane);
    else if (event.kind === 'frame') mark(event, 'frame', lane);
    else if (event.type === 'ping.answered') addPing(event, lane);
    else if (event.type === 'connection.closed' || event.type === 'connection.ended') {
      figures.closes += 1;
      mark(event, 'close', lane);
    } else if (event.kind === 'connection') mark(event, 'state', lane);
    else if (event.kind === 'gap') {
      figures.gaps += 1;
      mark(event, 'gap', 'track');
    } else mark(event, 'state', event.kind === 'stream' ? 'outbox' : 'track');
  }

  const times = events.map(({ wallMs }) => wallMs);
  const plain = (id: 'track' | 'outbox' | 'target'): Lane => ({ id, kind: id });
  const tries: Lane[] = failed.size === 0 ? [] : [{ id: 'tries', kind: 'tries', count: failed.size }];
  return {
    lanes: [plain('track'), plain('outbox'), ...tries, ...sockets.values(), plain('target')],
    marks,
    arrows,
    figures,
    fromMs: times.reduce((least, at) => Math.min(least, at), times[0] ?? 0),
    untilMs: times.reduce((most, at) => Math.max(most, at), times[0] ?? 0),
  };
}

/** Connections of which there is nothing between their opening and their end. */
function failedTriesOf(events: readonly StoredEvent[]): ReadonlySet<string> {
  const failed = new Set<string>();
  let opening: string | null = null;
  for (const { type, connectionId } of events) {
    if (type === 'connection.opening') opening = connectionId;
    else if (connectionId !== null) {
      failed.delete(connectionId);
      if (connectionId === opening) opening = null;
    } else if (type === 'connection.ended' && opening !== null) {
      failed.add(opening);
      opening = null;
    }
  }
  return failed;
}

/** The frame that opens a meeting has the same type and no audio. */
function isChunk({ type, fields }: StoredEvent): boolean {
  return type.startsWith('AUDIO_CHUNK') && fields.audioBytes !== undefined && fields.audioBytes !== 0;
}

/** By its first sample; a foreign client's by its id or its content. */
function chunkKeyOf(event: StoredEvent): string {
  const { chunkId, audioSha256 } = event.fields;
  const sample = firstSampleOf(event);
  if (sample !== null) return `sample ${sample}`;
  if (typeof chunkId === 'string') return chunkId;
  return typeof audioSha256 === 'string' ? audioSha256 : `event ${event.seq}`;
}

/** Our own chunk ids end in it. */
function firstSampleOf({ fields }: StoredEvent): number | null {
  const sample = typeof fields.chunkId === 'string' ? /-(\d+)$/.exec(fields.chunkId)?.[1] : undefined;
  return sample === undefined ? null : Number(sample);
}

/** Which audio an answer is about: what was sent last before the first answer of that buffer. */
function createBuffers() {
  let lastSentMs: number | null = null;
  const byId = new Map<string, number>();
  const byWords = new Map<string, { atMs: number; answeredMs: number; id: string | null }>();
  return {
    sent(atMs: number): void {
      lastSentMs = atMs;
    },
    answered(event: StoredEvent): { atMs: number; isRepeat: boolean } {
      const { id, words } = answerOf(event);
      const said = byWords.get(words);
      const isRecent = said !== undefined && event.wallMs - said.answeredMs <= sameWordsMs;
      // Other words of the same id are another matter; the same words of another buffer are somebody who repeats himself.
      const isSame = isRecent && (said.id === null || id === null || said.id === id);
      const known = (id === null ? undefined : byId.get(id)) ?? (isSame ? said.atMs : undefined);
      const atMs = known ?? lastSentMs ?? event.wallMs;
      if (id !== null) byId.set(id, atMs);
      byWords.set(words, { atMs, answeredMs: event.wallMs, id: id ?? (isSame ? said.id : null) });
      return { atMs, isRepeat: known !== undefined };
    },
  };
}

/** The server's id of the buffer, if it gives one, and the words. */
function answerOf({ fields, raw, seq }: StoredEvent): { id: string | null; words: string } {
  const id = typeof fields.chunkId === 'string' ? fields.chunkId : null;
  try {
    const { data } = JSON.parse(raw ?? '') as { data?: { text?: unknown } };
    if (typeof data?.text === 'string') return { id, words: data.text.trim().toLowerCase() };
  } catch {
    // A damaged frame is like no other.
  }
  return { id, words: `event ${seq}` };
}

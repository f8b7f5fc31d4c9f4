import { audioChunk, handshake, meetingEvent } from '../../../../shared/protocol/client-messages.ts';
import { pcmFormat, samplesToSec } from '../../../../shared/sound/audio.ts';
import type { PhaseId } from '../../../../shared/verification/verification.ts';
import { tell } from '../../../../shared/words/all-words.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Bench } from './bench.ts';
import { ofType } from './answers.ts';
import { ConnectionBroke, type BenchConnection, type Received } from './connect.ts';
import { explainSilence } from './acquaintance.ts';

/** A meeting of the suite's own on a connection of its own. */
export type Meeting = {
  sessionId: string;
  meetingId: string;
  connection: BenchConnection;
  /** Answers when it went, monotonic ms. */
  sendChunk(pcm: Int16Array): number;
  /** Sends it in chunks of a second, so many ms apart. Answers when each went. */
  speak(pcm: Int16Array, everyMs: number): Promise<number[]>;
  /** Asks for the end, and waits until it is complete or nothing comes any more. */
  end(): Promise<{ complete: Received | null; atMs: number }>;
};

const firstAckMs = 10_000;

/**
 * Opens a connection, shakes hands and begins a meeting; `again` takes an earlier meeting up on another connection.
 * @throws ConnectionBroke
 */
export async function openMeeting(
  bench: Bench,
  place: PhaseId | { again: Pick<Meeting, 'sessionId' | 'meetingId'>; generation: number },
): Promise<Meeting> {
  const { clock, target } = bench;
  const isAgain = typeof place !== 'string';
  const sessionId = isAgain ? place.again.sessionId : bench.session(place);
  const meetingId = isAgain ? place.again.meetingId : sessionId.replaceAll(/[^\w-]/g, '-');
  const connection = await bench.open(sessionId, isAgain ? place.generation : 1);
  const platform = target.platform ?? undefined;
  const about = {
    meetingId,
    title: 'Verification',
    ...(platform !== undefined && { platform }),
  };
  connection.send(handshake(bench.version, target.clientType ?? undefined));
  await expectAck(bench, connection);
  if (!isAgain) {
    connection.send(meetingEvent('meeting_started', { ...about, atMs: clock.nowMs() }));
  }
  let chunks = 0;

  function sendChunk(pcm: Int16Array): number {
    chunks += 1;
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    return connection.send(
      audioChunk({
        dataBase64: bytes.toString('base64'),
        byteLength: bytes.byteLength,
        meetingId,
        chunkId: `${connection.connectionId.slice(0, 8)}-${chunks}`,
        atMs: clock.nowMs(),
        ...(platform !== undefined && { platform }),
      }),
    );
  }

  return {
    sessionId,
    meetingId,
    connection,
    sendChunk,
    async speak(pcm, everyMs) {
      const sentMs: number[] = [];
      for (const chunk of inSeconds(pcm)) {
        sentMs.push(sendChunk(chunk));
        await sleep(clock, everyMs, bench.signal);
        bench.signal.throwIfAborted();
      }
      return sentMs;
    },
    async end() {
      const atMs = connection.send(meetingEvent('meeting_ended', { ...about, atMs: clock.nowMs() }));
      const complete = await lastWord(bench, connection);
      return { complete, atMs };
    },
  };
}

/** Resolves with PROCESSING_COMPLETE, or with `null` when nothing comes for as long as the work allows. */
async function lastWord(bench: Bench, connection: BenchConnection): Promise<Received | null> {
  const find = (): Received | null => ofType(connection.received, 'PROCESSING_COMPLETE')[0] ?? null;
  for (;;) {
    const { length } = connection.received;
    const news = await connection.waitFor(
      () => find() ?? (connection.received.length > length ? true : null),
      bench.work.answerMs,
    );
    if (news === null) {
      await requireLife(bench, connection);
      return null;
    }
    if (news !== true) return news;
  }
}

async function expectAck(bench: Bench, connection: BenchConnection): Promise<void> {
  const ack = await connection.waitFor(
    () => ofType(connection.received, 'HANDSHAKE_ACK')[bench.acquaintance.greets ? 1 : 0] ?? null,
    firstAckMs,
  );
  if (ack === null) await requireLife(bench, connection);
}

/**
 * Whoever waits in vain first asks whether there is anybody at all: a phase must not find fault with answers that a
 * broken connection swallowed.
 * @throws ConnectionBroke
 */
export async function requireLife(bench: Bench, connection: BenchConnection): Promise<void> {
  const why = await explainSilence(connection, bench.acquaintance);
  if (why === 'quiet') return;
  throw new ConnectionBroke(
    connection.ended() ?? {
      code: 'half-open',
      ...tell('end.half-open'),
      retry: true,
    },
    connection,
  );
}

export function inSeconds(pcm: Int16Array): Int16Array[] {
  const chunks: Int16Array[] = [];
  for (let at = 0; at < pcm.length; at += pcmFormat.sampleRateHz) {
    chunks.push(pcm.subarray(at, at + pcmFormat.sampleRateHz));
  }
  return chunks;
}

export const secondsOf = (pcm: Int16Array): number => samplesToSec(pcm.length);

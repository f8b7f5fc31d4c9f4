import { samplesToSec } from '../../../../../shared/sound/audio.ts';
import { say } from '../../../../../shared/words/all-words.ts';
import type { Clock, StreamedSession } from '../../../ports/ports.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { Packet } from '../../outbox/packets.ts';
import type { TargetBuffers } from '../../outbox/target-buffers.ts';
import type { Barrier } from './barrier.ts';
import { chunkMessages } from './chunk-messages.ts';
import type { Connection } from '../connection/connection.ts';
import type { Pace } from './pace.ts';

export type ReadSamples = (firstSample: number, count: number) => Promise<Int16Array>;

/** Takes packets out of an outbox and puts them on one connection. */
export type PacketSender = {
  /** False when everything is sent. Rejects when the connection ends. */
  sendNext(): Promise<boolean>;
};

const retryReason = say('stream.sent-again');
// A real backend takes a buffer that waits for 5 s, and wipes what comes while it transcribes: fill it before.
const fillAfterMs = 3_500;

export function createPacketSender(options: {
  connection: Connection;
  barrier: Barrier;
  buffers: TargetBuffers;
  send: (message: object, reason: string | null) => Promise<void>;
  session: StreamedSession;
  outbox: Outbox;
  read: ReadSamples;
  pace: Pace;
  leavesOutSilence: boolean;
  mostSamples: number;
  finished: AbortSignal;
  clock: Clock;
}): PacketSender {
  const { connection, barrier, buffers, send, session, outbox, clock } = options;
  let pads = 0;

  async function audioOf(packet: Packet | null, padSamples: number): Promise<Int16Array> {
    const pcm = new Int16Array((packet?.sampleCount ?? 0) + padSamples);
    let at = 0;
    for (const { firstSample, sampleCount } of packet?.spans ?? []) {
      pcm.set(await options.read(firstSample, sampleCount), at);
      at += sampleCount;
    }
    return pcm;
  }

  async function put(packet: Packet | null, padSamples: number): Promise<void> {
    const lengthSec = samplesToSec((packet?.sampleCount ?? 0) + padSamples);
    await options.pace.take(lengthSec, connection.ended);
    // Claimed before it leaves: a chunk whose sending breaks off is sent whole again.
    outbox.sent(packet, padSamples);
    const pcm = await audioOf(packet, padSamples);
    pads += packet === null ? 1 : 0;
    const name = packet === null ? `fill-${pads}` : packet.firstSample;
    const messages = chunkMessages(session, name, pcm, {
      mostSamples: options.mostSamples,
      atMs: clock.nowMs(),
    });
    for (const message of messages) await send(message, packet?.isRetry === true ? retryReason : null);
    const token = String(name);
    if (!barrier.isGivenUp()) barrier.pinged(token);
    connection.ping(token);
    if (barrier.isGivenUp()) outbox.leaveUnconfirmed();
  }

  /** Fires when the target's buffer, or the rest that is no packet yet, has waited as long as it may. */
  function fillInTime(): { signal: AbortSignal; cancel: () => void } {
    const flush = new AbortController();
    const none = { signal: flush.signal, cancel: () => undefined };
    if (!options.leavesOutSilence || options.finished.aborted) return none;
    const nowMs = clock.monotonicMs();
    const waitMs = (buffers.openSinceMs() ?? nowMs) + fillAfterMs - nowMs;
    if (waitMs <= 0) {
      flush.abort();
      return none;
    }
    return { signal: flush.signal, cancel: clock.after(waitMs, () => flush.abort()) };
  }

  return {
    async sendNext() {
      await barrier.room(connection.ended);
      const fill = fillInTime();
      const packet = await outbox.next(connection.ended, fill.signal).finally(fill.cancel);
      if (packet === null) return false;
      if (packet === 'nothing') {
        if (buffers.openSinceMs() !== null) await put(null, outbox.packetSamples);
        return true;
      }
      const isFilled = fill.signal.aborted && !options.finished.aborted;
      await put(packet, isFilled ? outbox.packetSamples - packet.sampleCount : 0);
      return true;
    },
  };
}

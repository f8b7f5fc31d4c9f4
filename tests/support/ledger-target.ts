import type { WebSocket } from 'ws';
import { balance, ledgerEntry, type LedgerBalance, type LedgerEntry } from './ledger.ts';
import { acknowledge, completeOnEnd, startScriptedTarget, type ReceivedMessage } from './scripted-target.ts';

/** What a ledger target does wrong. It can be changed while connections are open. */
export type Misbehaviour = {
  /** Neither on connecting nor on HANDSHAKE is anything answered. */
  isMute?: boolean;
  /** Pings are not answered; the rest is. */
  isWithoutPong?: boolean;
  /** Closes a connection after so many of its chunks, so many times; 1006 breaks it off. */
  close?: { afterChunks: number; code: number; times: number };
  /** Sent on connecting, ahead of the acknowledgement. */
  greeting?: readonly (string | Buffer)[];
  /** Sent after each chunk. */
  answer?: readonly (string | Buffer)[];
};

/** A ScrumBot-like target that keeps books on every sample. */
export type LedgerTarget = {
  url: string;
  port: number;
  received: readonly ReceivedMessage[];
  connections: readonly WebSocket[];
  entries: readonly LedgerEntry[];
  /** What the connections that are over ended with; 1006 where there was no close frame. */
  closeCodes: readonly number[];
  misbehave(how: Misbehaviour): void;
  /** What came of the first `samples` samples. Throws when any chunk was not what was recorded. */
  balance(samples: number): LedgerBalance;
};

export async function startLedgerTarget(
  how: Misbehaviour = {},
  server: { host?: string; tls?: { key: string; cert: string }; perMessageDeflate?: boolean } = {},
): Promise<LedgerTarget> {
  const entries: LedgerEntry[] = [];
  const closeCodes: number[] = [];
  const faults: unknown[] = [];
  const chunksOf = new Map<WebSocket, number>();
  let misbehaviour = how;
  let closed = 0;

  const target = await startScriptedTarget({
    ...server,
    autoPong: false,
    onConnect(socket) {
      socket.on('ping', (token) => {
        if (misbehaviour.isWithoutPong !== true) socket.pong(token);
      });
      socket.on('close', (code) => closeCodes.push(code));
      sendAll(socket, misbehaviour.greeting);
      if (misbehaviour.isMute !== true) acknowledge(socket);
    },
    onMessage(message, socket) {
      if (message.type === 'AUDIO_CHUNK') takeChunk(message, socket);
      else if (misbehaviour.isMute !== true) completeOnEnd(message, socket);
    },
  });

  function takeChunk(message: ReceivedMessage, socket: WebSocket): void {
    try {
      entries.push(ledgerEntry(target.connections.indexOf(socket), message));
    } catch (error) {
      faults.push(error);
    }
    const chunks = (chunksOf.get(socket) ?? 0) + 1;
    chunksOf.set(socket, chunks);
    sendAll(socket, misbehaviour.answer);
    const { close } = misbehaviour;
    if (close?.afterChunks !== chunks || closed >= close.times) return;
    closed += 1;
    if (close.code === 1006) socket.terminate();
    else socket.close(close.code);
  }

  return {
    url: target.url,
    port: target.port,
    received: target.received,
    connections: target.connections,
    entries,
    closeCodes,
    misbehave(next) {
      misbehaviour = next;
    },
    balance(samples) {
      if (faults.length > 0) throw new AggregateError(faults, 'The ledger holds chunks that are not whole.');
      return balance(entries, samples);
    },
  };
}

function sendAll(socket: WebSocket, frames: readonly (string | Buffer)[] = []): void {
  for (const frame of frames) socket.send(frame);
}

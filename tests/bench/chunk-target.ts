import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** An AUDIO_CHUNK, by wall clock in ms with fractions. */
export type TimedChunk = {
  /** Where in the session it begins, as its id says. */
  firstSample: number;
  arrivedMs: number;
  /** When its ping was answered: that is when the client may call it delivered. */
  readMs: number;
};

/** A target that does next to nothing, so that its own work does not show in what it times. */
export type ChunkTarget = {
  url: string;
  /** In the order of their arrival. */
  chunks: readonly TimedChunk[];
  /** Resolves when so many chunks are there. */
  received(count: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startChunkTarget({ compress = false } = {}): Promise<ChunkTarget> {
  const chunks: TimedChunk[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: compress });
  server.on('connection', (socket) => {
    say(socket, { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' });
    socket.on('ping', () => {
      for (const chunk of chunks.toReversed()) {
        if (!Number.isNaN(chunk.readMs)) break;
        chunk.readMs = wallMs();
      }
    });
    socket.on('message', (payload: Buffer) => {
      const atMs = wallMs();
      if (payload.includes('"AUDIO_CHUNK"')) {
        const [, sample] = /"chunkId":"[^"]*-(\d+)"/.exec(payload.toString('latin1')) ?? [];
        chunks.push({ firstSample: Number(sample), arrivedMs: atMs, readMs: Number.NaN });
        for (const { count, resolve } of waiting) if (chunks.length >= count) resolve();
      } else if (payload.includes('"meeting_ended"')) {
        say(socket, { type: 'PROCESSING_COMPLETE', data: { message: 'done', total_transcripts: 0 } });
      }
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`,
    chunks,
    received: (count) => new Promise((resolve) => void waiting.push({ count, resolve })),
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const wallMs = (): number => performance.timeOrigin + performance.now();

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify({ ...message, timestamp: new Date().toISOString() }));
}

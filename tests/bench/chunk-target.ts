import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A target that does next to nothing, so that its own work does not show in what it times. */
export type ChunkTarget = {
  url: string;
  /** Wall clock of each AUDIO_CHUNK's arrival, ms with fractions. */
  arrivalsMs: number[];
  /** Resolves when so many chunks are there. */
  received(count: number): Promise<void>;
  stop(): Promise<void>;
};

export async function startChunkTarget(): Promise<ChunkTarget> {
  const arrivalsMs: number[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket) => {
    say(socket, { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' });
    socket.on('message', (payload: Buffer) => {
      const atMs = performance.timeOrigin + performance.now();
      if (payload.includes('"AUDIO_CHUNK"')) {
        arrivalsMs.push(atMs);
        for (const { count, resolve } of waiting) if (arrivalsMs.length >= count) resolve();
      } else if (payload.includes('"meeting_ended"')) {
        say(socket, { type: 'PROCESSING_COMPLETE', data: { message: 'done', total_transcripts: 0 } });
      }
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`,
    arrivalsMs,
    received: (count) => new Promise((resolve) => void waiting.push({ count, resolve })),
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify({ ...message, timestamp: new Date().toISOString() }));
}

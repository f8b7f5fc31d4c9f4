import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { WebSocket } from 'ws';
import type { CliProcess } from './cli-process.ts';

export const framesPerSec = 2_000;
// The extension's frames have 11 kB, four a second; so many a second are small ones.
const frameCharacters = 500;

/** Sends back what it hears, in a thread of its own. */
export async function startEcho(): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const worker = new Worker(
    `const { WebSocketServer } = require('ws');
     const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
     server.on('connection', (socket) => socket.on('message', (data) => socket.send(data, { binary: false })));
     server.on('listening', () => require('node:worker_threads').parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  return { url: `ws://127.0.0.1:${port}/ws`, stop: () => worker.terminate() };
}

/** The tap says on stderr where it listens; its port answers soon after. */
export async function addressOfTap(cli: CliProcess): Promise<string> {
  const line = await cli.errorLine((text) => text.startsWith('Tap: ws://127.0.0.1'));
  return line.slice('Tap: '.length);
}

/** Milliseconds from each frame's sending to its echo. */
export async function roundTrips(url: string, seconds: number, perSec = framesPerSec): Promise<number[]> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  const times: number[] = [];
  const filling = 'x'.repeat(frameCharacters);
  socket.on('message', (data: Buffer) => {
    const { sentMs } = JSON.parse(data.toString()) as { sentMs: number };
    times.push(performance.now() - sentMs);
  });
  const startMs = performance.now();
  const all = perSec * seconds;
  for (let sent = 0; sent < all;) {
    const due = Math.min(all, Math.floor(((performance.now() - startMs) / 1_000) * perSec));
    for (; sent < due; sent += 1)
      socket.send(JSON.stringify({ type: 'PROCESSING_STATUS', n: sent, sentMs: performance.now(), filling }));
    await sleep(1);
  }
  while (times.length < all) await sleep(10);
  socket.close();
  await once(socket, 'close');
  return times;
}

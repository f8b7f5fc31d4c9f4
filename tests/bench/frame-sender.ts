/** A target in a thread of its own: sends so many frames a second to whoever connects, each with the time of sending. */
import { parentPort, workerData } from 'node:worker_threads';
import { WebSocketServer } from 'ws';

const { framesPerSec, seconds } = workerData as { framesPerSec: number; seconds: number };
const tickMs = 5;
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });

server.on('connection', (socket) => {
  const startedMs = performance.now();
  const total = framesPerSec * seconds;
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1000) * framesPerSec));
    for (; sent < due; sent += 1) socket.send(frame(sent));
    if (sent < total) return;
    clearInterval(timer);
    server.close();
  }, tickMs);
});
server.on('listening', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' && address !== null ? address.port : 0);
});

function frame(index: number): string {
  const data = {
    text: `words of result ${index % 700} in a meeting`,
    confidence: 0.85,
    timestamp: performance.timeOrigin + performance.now(),
    speaker: 'Unknown',
    chunkId: `chunk_${index}`,
    is_final: false,
  };
  return JSON.stringify({ type: 'TRANSCRIPTION_RESULT', data });
}

import { parentPort } from 'node:worker_threads';
import { serveTap } from '../../src/main/core/tap/tap.ts';

// A tap whose thread fails at the second thing that it is asked.
if (parentPort === null) throw new Error('dying-tap-worker.ts runs as a worker thread only');
let asked = 0;
parentPort.on('message', (message: { m?: string }) => {
  if (message.m === undefined || message.m === 'taken') return;
  asked += 1;
  if (asked === 2) throw new Error('out of order');
});
serveTap(parentPort);

import { parentPort } from 'node:worker_threads';
import { serveTap } from '../tap/tap.ts';

if (parentPort === null) throw new Error('tap-worker.ts runs as a worker thread only');
serveTap(parentPort);

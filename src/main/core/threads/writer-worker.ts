import { parentPort } from 'node:worker_threads';
import { serveDatabase } from '../database/database.ts';
import { createWriterStores } from './threads.ts';

if (parentPort === null) throw new Error('writer-worker.ts runs as a worker thread only');
serveDatabase(parentPort, createWriterStores);

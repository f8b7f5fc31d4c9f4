import { parentPort } from 'node:worker_threads';
import { serveDatabase } from '../database/database.ts';
import { createReaderStores } from './threads.ts';

if (parentPort === null) throw new Error('reader-worker.ts runs as a worker thread only');
serveDatabase(parentPort, createReaderStores);

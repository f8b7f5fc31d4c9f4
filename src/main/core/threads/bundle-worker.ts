import { tmpdir } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { serveBundles, type BundleTask } from '../bundle/bundle.ts';
import { createBundleTools } from './bundle-tools.ts';

if (parentPort === null) throw new Error('bundle-worker.ts runs as a worker thread only');
const task = workerData as BundleTask;
await serveBundles(parentPort, task, createBundleTools({ ...task.source, temporaryFolder: tmpdir() }));

import { tmpdir } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { serveBundles, type BundleTask } from '../bundle/bundle.ts';
import { createBundleTools } from './bundle-tools.ts';

if (parentPort === null) throw new Error('bundle-worker.ts runs as a worker thread only');
const task = workerData as BundleTask;
// A bundle that is opened says nothing of this machine, and asks nothing of it.
const machine = task.kind === 'open' ? { environment: {}, platform: process.platform } : task.source;
await serveBundles(parentPort, task, createBundleTools({ ...machine, temporaryFolder: tmpdir() }));

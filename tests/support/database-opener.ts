import { parentPort, workerData } from 'node:worker_threads';
import { openOrSalvage } from '../../src/main/core/database/open-or-salvage.ts';

// A worker that opens each of the given new databases at the moment when all others do, and tells what went wrong.
const { paths, turns, openers } = workerData as {
  paths: string[];
  turns: SharedArrayBuffer;
  openers: number;
};
const counts = new Int32Array(turns);
const failures: string[] = [];
for (const [turn, path] of paths.entries()) {
  if (Atomics.add(counts, turn, 1) + 1 === openers) Atomics.notify(counts, turn);
  for (let seen = Atomics.load(counts, turn); seen < openers; seen = Atomics.load(counts, turn)) {
    Atomics.wait(counts, turn, seen);
  }
  try {
    openOrSalvage(path).db.close();
  } catch (error) {
    failures.push(String(error));
  }
}
parentPort?.postMessage(failures);

import { parentPort } from 'node:worker_threads';
import { serveDatabase } from '../../../src/main/core/database/worker-host.ts';

if (parentPort === null) throw new Error('this is a worker thread');
serveDatabase(parentPort, () => ({
  crashes: {
    exit: () => process.exit(1),
    throwLater() {
      setImmediate(() => {
        throw new Error('out of luck');
      });
    },
    answerFunction: () => () => 'functions cannot cross threads',
  },
}));

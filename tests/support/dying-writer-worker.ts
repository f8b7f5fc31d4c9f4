import { existsSync, writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { serveDatabase } from '../../src/main/core/database/worker-host.ts';
import { createWriterStores } from '../../src/main/core/threads/threads.ts';

// A writer that dies once, at the worst moment: a batch of events is committed and not yet answered.
if (parentPort === null) throw new Error('dying-writer-worker.ts runs as a worker thread only');
serveDatabase(parentPort, (db) => {
  const stores = createWriterStores(db);
  const grave = `${db.name}.died`;
  let batches = 0;
  return {
    ...stores,
    events: {
      ...stores.events,
      insert(...words: Parameters<typeof stores.events.insert>) {
        const firstSeq = stores.events.insert(...words);
        batches += 1;
        if (batches < 3 || existsSync(grave)) return firstSeq;
        writeFileSync(grave, '');
        process.exit(1);
      },
    },
  };
});

/** Records events as fast as they are committed and prints each batch's last number once it is published. */
import { writeSync } from 'node:fs';
import { createRecorder } from '../../../src/main/core/events/recorder.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { startDatabaseWorker } from '../../../src/main/core/storage/worker-client.ts';
import type { WriterStores } from '../../../src/main/core/threads/threads.ts';
import { builtWorker } from '../../support/built.ts';

const [databasePath = ''] = process.argv.slice(2);
const { stores } = await startDatabaseWorker<WriterStores>(builtWorker('writer-worker'), {
  databasePath,
  readonly: false,
});

let recorded = 0;
const recorder = createRecorder({
  clock: createSystemClock(),
  insert: (batch) => stores.events.insert(batch),
  publish(events) {
    writeSync(1, `${String(events.at(-1)?.fields.n)}\n`);
    recordSome();
  },
  onProblem: (problem) => {
    if (problem !== null) throw problem;
  },
});

function recordSome(): void {
  for (let count = 0; count < 700; count += 1) {
    recorder.record({ kind: 'frame', type: 'TICK', raw: 'x'.repeat(300), fields: { n: recorded } });
    recorded += 1;
  }
}

recordSome();

import { startDatabaseWorker } from '../../src/main/core/storage/worker-client.ts';
import type { ReaderStores, WriterStores } from '../../src/main/core/threads/threads.ts';
import { createMarks } from '../../src/main/core/findings/marks/marks.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { storedFrame } from '../support/event-database.ts';
import type { Figure } from './bench.ts';
import { quantile } from './quantile.ts';

const workerEntry = (name: string): URL => new URL(`../../src/main/core/threads/${name}.ts`, import.meta.url);

/**
 * Marks a whole store once, as a host does after an import, and asks for what was marked. `rawCpuSec`: processor time of
 * reading and parsing it, seconds.
 */
export async function benchMarks(
  databasePath: string,
  rawCpuSec: number,
  report: (figure: Figure) => void,
): Promise<void> {
  const options = { databasePath };
  const writer = await startDatabaseWorker<WriterStores>(workerEntry('writer-worker'), {
    ...options,
    readonly: false,
  });
  const reader = await startDatabaseWorker<ReaderStores>(workerEntry('reader-worker'), {
    ...options,
    readonly: true,
  });
  const marks = createMarks({
    clock: createSystemClock(),
    reads: reader.stores.marks,
    writes: writer.stores.marks,
    onProblem(error) {
      throw error;
    },
  });
  const commit = async (): Promise<number> => {
    const startedMs = performance.now();
    await writer.stores.events.insert([storedFrame()]);
    const tookMs = performance.now() - startedMs;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return tookMs;
  };
  const alone: number[] = [];
  for (let round = 0; round < 60; round += 1) alone.push(await commit());
  const commits: number[] = [];
  const over = new AbortController();
  const recording = (async () => {
    while (!over.signal.aborted) commits.push(await commit());
  })();
  const before = process.cpuUsage();
  await marks.markAll();
  const { user, system } = process.cpuUsage(before);
  over.abort();
  await recording;
  report({
    figure: 'a million stored events marked, times the processor time of reading and parsing them',
    value: (user + system) / 1e6 / rawCpuSec,
    unit: 'x',
    limit: { atMost: 15 },
  });
  report({
    figure: 'a commit of the recorder, 99 of 100, to hold the next against',
    value: quantile(alone, 0.99),
    unit: 'ms',
  });
  report({
    figure: 'the same while events are marked',
    value: quantile(commits, 0.99),
    unit: 'ms',
    // What the machine takes by itself is none of ours.
    limit: { atMost: 100 + quantile(alone, 0.99) },
  });
  await marks.markAll();
  const { events } = reader.stores;
  for (const [name, ask] of [
    ['newest 200 with a verdict', () => events.list({ verdict: 'duplicate', limit: 200 })],
    [
      'newest 200 with a cause in a session',
      () => events.list({ cause: 'double-send', sessionId: 's-7', limit: 200 }),
    ],
    ['how many have a verdict', () => events.countMatching({ verdict: 'deprecated' })],
    ['bars over time of a verdict', () => events.histogram({ verdict: 'deprecated' }, 120)],
    ['how far the marks reach', () => reader.stores.marks.markProgress()],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const askedMs = performance.now();
      await ask();
      times.push(performance.now() - askedMs);
    }
    report({ figure: name, value: quantile(times, 0.5), unit: 'ms', limit: { atMost: 300 } });
  }
  await marks.stop();
  await reader.stop();
  await writer.stop();
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { eventReads } from '../../../src/main/core/events/event-store.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
import { openDatabaseLocker } from '../../support/lock-database.ts';
import { makeDatabasePath, startRecording } from './start-storage.ts';

function run(script: URL, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The numbers `n` of all stored events, in order, after a check of the whole file. */
function storedNumbers(databasePath: string): unknown[] {
  const db = openDatabase(databasePath);
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const reads = eventReads(db);
    const numbers: unknown[] = [];
    for (let afterSeq = 0; ;) {
      const page = reads.list({ afterSeq, limit: 10_000 });
      numbers.push(...page.map(({ fields }) => fields.n));
      const last = page.at(-1);
      if (last === undefined) return numbers;
      afterSeq = last.seq;
    }
  } finally {
    db.close();
  }
}

// Different counts kill the process at different moments of its batches.
test.each([1, 4, 9, 17])(
  'a process killed after %i published batches has lost none of them',
  async (batches) => {
    const databasePath = await makeDatabasePath();
    const child = run(new URL('./recording-process.ts', import.meta.url), [databasePath]);
    const lines: number[] = [];
    if (child.stdout === null) throw new Error('no output to read');
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(Number(line));
      if (lines.length === batches) child.kill('SIGKILL');
    }
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
    expect(lines.length).toBeGreaterThanOrEqual(batches);

    const numbers = storedNumbers(databasePath);
    expect(numbers.length).toBeGreaterThan(lines.at(-1) ?? 0);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  },
);

test.each([
  // Let go of while the database still waits by itself, and later, so that an insert fails and is tried again.
  { held: 'while it waits', problems: [] },
  { held: 'for longer than that', problems: [expect.stringContaining('is locked by another program'), null] },
])('fault 22: loses no event while another process holds the database $held', async ({ problems }) => {
  const databasePath = await makeDatabasePath();
  const recording = await startRecording(databasePath);
  const locker = await openDatabaseLocker(databasePath);
  await locker.lock();
  for (let n = 0; n < 1_500; n += 1) {
    recording.recorder.record({ kind: 'frame', type: 'TICK', raw: 'x'.repeat(300), fields: { n } });
  }
  // A batch is written after 100 ms, if nobody holds the lock.
  await sleep(500);
  await expect.poll(() => recording.problems.length).toBe(Math.min(1, problems.length));
  expect(recording.published).toEqual([]);
  await locker.release();

  await expect.poll(() => recording.published.length).toBe(1_500);
  expect(recording.problems).toEqual(problems);
  expect(storedNumbers(databasePath)).toEqual(Array.from({ length: 1_500 }, (_, n) => n));
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { eventReads } from '../../../src/main/core/events/event-store.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
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
  // Shorter than the database waits by itself, and longer, so that an insert fails and is tried again.
  { holdMs: 2_000, problems: [] },
  { holdMs: 6_500, problems: [expect.stringContaining('is locked by another program'), null] },
])(
  'fault 22: loses no event while another process holds the database for $holdMs ms',
  async ({ holdMs, problems }) => {
    const databasePath = await makeDatabasePath();
    const recording = await startRecording(databasePath);
    const child = run(new URL('../../support/locking-process.ts', import.meta.url), [
      databasePath,
      String(holdMs),
    ]);
    if (child.stdout === null) throw new Error('no output to read');
    await once(child.stdout, 'data');
    const unlocked = once(child, 'exit');

    for (let n = 0; n < 1_500; n += 1) {
      recording.recorder.record({ kind: 'frame', type: 'TICK', raw: 'x'.repeat(300), fields: { n } });
    }
    // Half-way through, far more than a batch's 100 ms have passed and the lock is surely held.
    await new Promise((resolve) => setTimeout(resolve, holdMs / 2));
    expect(recording.published).toEqual([]);
    await unlocked;

    await vi.waitFor(() => expect(recording.published.length).toBe(1_500), { timeout: 15_000 });
    expect(recording.problems).toEqual(problems);
    expect(storedNumbers(databasePath)).toEqual(Array.from({ length: 1_500 }, (_, n) => n));
  },
);

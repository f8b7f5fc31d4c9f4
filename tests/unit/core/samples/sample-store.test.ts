import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../../src/main/core/database/open-database.ts';
import { sampleReads, sampleWrites } from '../../../../src/main/core/samples/store/sample-store.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const nowMs = Date.UTC(2026, 2, 2, 12);
const sample = (atMs: number, value: number, pid = 1) => ({
  atMs,
  pid,
  figures: { 'a.bytes': value, 'b.ms': 1 },
});

async function openStore() {
  const db = openDatabase(join(await makeTemporaryFolder(), 'scrumbot.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations);
  return { db, ...sampleWrites(db), ...sampleReads(db) };
}

test('seconds are kept for an hour, minutes for thirty days', async () => {
  const store = await openStore();
  store.save([sample(nowMs - 3_600_001, 1)], [sample(nowMs - 31 * 86_400_000, 1)]);
  store.save([sample(nowMs, 2)], [sample(nowMs, 2)]);
  expect(store.db.prepare('SELECT step_ms AS step, count(*) AS n FROM samples GROUP BY 1').all()).toEqual([
    { step: 1_000, n: 1 },
    { step: 60_000, n: 1 },
  ]);
});

test('shows yesterday by the minute and the last hour by the second, with gaps as gaps', async () => {
  const store = await openStore();
  store.save([], [sample(nowMs - 7_200_000, 1), sample(nowMs - 7_140_000, 2)]);
  store.save([sample(nowMs - 2_000, 3), sample(nowMs - 1_000, 4), sample(nowMs, 5, 2)], []);
  const { atMs, series } = store.list({
    prefixes: ['a.'],
    sinceMs: nowMs - 86_400_000,
    maxPoints: 1_000_000,
  });
  // Another process begins at the last one, so that the line breaks before it.
  expect(series).toEqual({ 'a.bytes': [1, 2, null, 3, 4, null, 5] });
  expect(atMs).toHaveLength(7);
  expect(atMs).toEqual(atMs.toSorted((a, b) => a - b));
});

test('joins figures to so many points as a chart has room for', async () => {
  const store = await openStore();
  store.save(
    Array.from({ length: 3_000 }, (_, n) => sample(nowMs + n * 1_000, n)),
    [],
  );
  const { atMs, series } = store.list({ prefixes: ['a.'], sinceMs: nowMs, maxPoints: 300 });
  expect(atMs.length).toBeLessThanOrEqual(301);
  expect(series['a.bytes']?.[0]).toBeCloseTo(4.5, 0);
});

test('one figure of one process comes oldest first, each moment once', async () => {
  const store = await openStore();
  store.save([], [sample(nowMs, 1), sample(nowMs + 60_000, 2)]);
  store.save(
    [
      sample(nowMs + 61_000, 9),
      sample(nowMs + 120_000, 3),
      sample(nowMs + 121_000, 4),
      sample(nowMs + 121_000, 8, 2),
    ],
    [],
  );
  expect(store.figure('a.bytes', 1, nowMs).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
});

test('the ends of a figure are found in minutes and seconds alike, where it was measured', async () => {
  const store = await openStore();
  const without = (atMs: number) => ({ atMs, pid: 1, figures: { 'b.ms': 1 } });
  expect(store.ends('a.bytes', 0)).toEqual([]);
  store.save([sample(nowMs - 2_000, 3), sample(nowMs - 1_000, 4, 2), without(nowMs)], []);
  expect(store.ends('a.bytes', 0)).toEqual([
    { atMs: nowMs - 2_000, value: 3 },
    { atMs: nowMs - 1_000, value: 4 },
  ]);
  store.save([], [without(nowMs - 7_200_000), sample(nowMs - 7_140_000, 2)]);
  expect(store.ends('a.bytes', 0)[0]).toEqual({ atMs: nowMs - 7_140_000, value: 2 });
  expect(store.ends('a.bytes', nowMs - 3_600_000)[0]).toEqual({ atMs: nowMs - 2_000, value: 3 });
});

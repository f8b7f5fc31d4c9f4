import { expect, it } from 'vitest';
import { troubleIn } from '../../../../src/main/core/health/trouble.ts';
import type { Health, HealthRow } from '../../../../src/shared/health/health-row.ts';
import { sentence } from '../../../../src/shared/words/all-words.ts';

const nowMs = 1_700_000_000_000;

function health(change: Partial<HealthRow>): Health {
  const row: HealthRow = {
    id: 'disk',
    title: 'Disk',
    level: 'good',
    value: '',
    limit: null,
    eventIds: [],
    next: null,
    isExpected: true,
    brief: { headline: sentence('trouble.disk'), reason: sentence('trouble.unknown.reason') },
    sinceMs: nowMs - 60_000,
    ...change,
  };
  return { atMs: nowMs, rows: [row] };
}

const counts = (change: Partial<HealthRow>, isRunning = true): boolean =>
  troubleIn(health(change), { isRunning, isTargetTold: false, isStopping: false }).length === 1;

it('counts what is expected and not well, recording or not', () => {
  expect(counts({ level: 'good' })).toBe(false);
  expect(counts({ level: 'warning' }, false)).toBe(true);
  expect(counts({ level: 'bad' })).toBe(true);
  expect(counts({ level: 'bad', isExpected: false })).toBe(false);
});

it('counts what nobody could look at while a session runs, once that lasts', () => {
  expect(counts({ level: 'unknown' })).toBe(true);
  expect(counts({ level: 'unknown' }, false)).toBe(false);
  expect(counts({ level: 'unknown', isExpected: false })).toBe(false);
  expect(counts({ level: 'unknown', sinceMs: nowMs - 1_000 })).toBe(false);
  expect(troubleIn(null, { isRunning: true, isTargetTold: false, isStopping: false })).toEqual([]);
});

it('leaves what has no words for the status line to it', () => {
  expect(counts({ level: 'bad', brief: undefined })).toBe(false);
  expect(counts({ level: 'unknown', brief: undefined })).toBe(false);
});

it('counts what is odd about a target that is there; that one is away, the status line tells itself', () => {
  const odd = health({ id: 'target', level: 'warning' });
  expect(troubleIn(odd, { isRunning: true, isTargetTold: false, isStopping: false })).toHaveLength(1);
  expect(troubleIn(odd, { isRunning: true, isTargetTold: true, isStopping: false })).toEqual([]);
});

it('takes what is late while all that is queued goes out after Stop for no trouble, and a failure for one', () => {
  const counted = (id: HealthRow['id'], level: HealthRow['level'], isStopping: boolean): number =>
    troubleIn(health({ id, level }), { isRunning: true, isTargetTold: false, isStopping }).length;
  for (const id of ['queue', 'sockets', 'processing'] as const) {
    expect(counted(id, 'warning', false)).toBe(1);
    expect(counted(id, 'warning', true)).toBe(0);
    expect(counted(id, 'bad', true)).toBe(1);
  }
  expect(counted('disk', 'warning', true)).toBe(1);
});

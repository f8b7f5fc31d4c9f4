import { expect, test } from 'vitest';
import { localTime } from '../../../../src/shared/local-time.ts';
import { statusText } from '../../../../src/main/cli/output/texts/status-text.ts';
import type { HealthRow } from '../../../../src/shared/health/health-row.ts';

const atMs = Date.UTC(2026, 2, 2, 10, 5, 7);
const row = (change: Partial<HealthRow>): HealthRow => ({
  ...{
    id: 'disk',
    title: 'Disk',
    level: 'good',
    value: '70 GB free.',
    limit: '1 GB',
    sinceMs: atMs - 60_000,
  },
  ...{ eventIds: [], next: null, said: {}, isExpected: true },
  ...change,
});

test('a row in trouble says since when, its limit, its events and what to do; one in order needs a line', () => {
  const troubled = row({
    ...{ id: 'network', title: 'Network', level: 'warning', value: '4 connections ended in the last hour.' },
    ...{ limit: 'fewer than 3 an hour', eventIds: [7, 9], next: 'Look at why they ended.' },
  });
  const lines = statusText({ by: 'app', atMs, rows: [row({}), troubled] }).split('\n');
  expect(lines.slice(1, -1)).toEqual([
    '! Network  4 connections ended in the last hour.',
    `           since ${localTime(atMs - 60_000)}`,
    '           limit: fewer than 3 an hour',
    '           events 7, 9',
    '           Look at why they ended.',
    '✓ Disk     70 GB free.',
  ]);
});

test('what nobody expects now is no trouble, whatever it was', () => {
  const text = statusText({ by: 'here', atMs, rows: [row({ level: 'bad', isExpected: false })] });
  expect(text.split('\n').slice(1, -1)).toEqual(['· Disk  70 GB free.']);
});

import type { Health, HealthRow, HealthSpan } from '../../src/shared/health/health-row.ts';
import type { Memory } from '../../src/shared/health/memory.ts';
import type { SampleColumns } from '../../src/shared/health/sample.ts';

const atMs = Date.UTC(2026, 2, 2, 9, 27, 36);

export function sampleRow(more: Partial<HealthRow> = {}): HealthRow {
  return {
    id: 'disk',
    title: 'Disk',
    level: 'good',
    value: '118.4 GB free: about 514 hours of recording.',
    limit: '1 GB and 8 hours of recording',
    sinceMs: atMs - 3_600_000,
    eventIds: [],
    next: null,
    isExpected: true,
    ...more,
  };
}

export const noHealth: Health = { atMs, rows: [] };
export const sampleHealth: Health = { atMs, rows: [sampleRow()] };
export const sampleSpan: HealthSpan = {
  id: 'disk',
  level: 'good',
  value: '118.4 GB free',
  fromMs: atMs - 3_600_000,
  untilMs: atMs,
};
export const sampleColumns: SampleColumns = {
  atMs: [atMs - 2_000, atMs - 1_000, atMs],
  series: { 'process.main.rssBytes': [180_000_000, null, 181_000_000] },
};
export const sampleMemory: Memory = {
  atMs,
  processes: [
    {
      series: 'process.main',
      title: 'Main process',
      figures: { rssBytes: 181_000_000, heapUsedBytes: 48_000_000, externalBytes: 6_000_000 },
      leak: {
        kind: 'too-short',
        slope: null,
        hours: 0.05,
        sentence: 'Too early to tell: 3 of 10 minutes after a warm-up of 5.',
      },
    },
  ],
  notes: [],
};

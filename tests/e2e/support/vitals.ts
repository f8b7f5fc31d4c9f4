import type { Handlers } from '../../../src/shared/contract/contract.ts';
import {
  healthRowIds,
  type Health,
  type HealthRow,
  type HealthSpan,
} from '../../../src/shared/health/health-row.ts';
import { text } from '../../../src/renderer/text.ts';
import { noHealth, sampleColumns, sampleMemory, sampleRow } from '../../support/vitals-samples.ts';

/** A core that has measured next to nothing; tests put in what they are about. */
export function createVitals(): Pick<
  Handlers,
  'health.get' | 'health.history' | 'samples.list' | 'memory.get' | 'memory.snapshot'
> {
  return {
    'health.get': () => Promise.resolve(noHealth),
    'health.history': () => Promise.resolve([]),
    'samples.list': () => Promise.resolve(sampleColumns),
    'memory.get': () => Promise.resolve(sampleMemory),
    'memory.snapshot': () => Promise.resolve({ path: '/home/me/heap.heapsnapshot', bytes: 61_000_000 }),
  };
}

const troubled: Partial<Record<HealthRow['id'], Partial<HealthRow>>> = {
  target: {
    level: 'warning',
    value: 'The target is restarting (code 1012).',
    limit: 'connected',
    eventIds: [412, 418],
    next: 'Nothing to do: audio is on disk and is sent when the target is back.',
  },
  microphone: { level: 'unknown', value: 'Not part of this recording.', limit: null, isExpected: false },
  results: {
    level: 'bad',
    value: '1.50: 12 results, 4 of them repeat the one before.',
    limit: '1',
    eventIds: [377, 379, 391, 392],
    next: 'Open Findings: it names the cause of each repeat.',
  },
};

/** All rows, three of which have something to say. */
export function troubledHealth(): Health {
  const atMs = Date.now();
  return {
    atMs,
    rows: healthRowIds.map((id) =>
      sampleRow({ id, title: text.health.titles[id], sinceMs: atMs - 4_000_000, ...troubled[id] }),
    ),
  };
}

/** A day of states with a night in which nobody looked. */
export function troubledDay(): HealthSpan[] {
  const nowMs = Date.now();
  const at = (hours: number): number => nowMs - hours * 3_600_000;
  return healthRowIds.flatMap((id) => [
    { id, level: 'good' as const, value: 'All is well.', fromMs: at(22), untilMs: at(18) },
    {
      id,
      level: troubled[id]?.level ?? ('good' as const),
      value: 'It was so.',
      fromMs: at(5),
      untilMs: at(3),
    },
    { id, level: 'unknown' as const, value: 'No evidence.', fromMs: at(3), untilMs: at(2) },
    { id, level: 'good' as const, value: 'All is well.', fromMs: at(2), untilMs: nowMs },
  ]);
}

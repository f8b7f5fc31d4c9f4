import type { Handlers } from '../../../src/shared/contract/contract.ts';
import {
  healthRowIds,
  type Health,
  type HealthRow,
  type HealthSpan,
} from '../../../src/shared/health/health-row.ts';
import type { Memory } from '../../../src/shared/health/memory.ts';
import type { Network } from '../../../src/shared/health/network.ts';
import type { SampleColumns } from '../../../src/shared/health/sample.ts';
import { text } from '../../../src/renderer/text.ts';
import { noHealth, sampleColumns, sampleMemory, sampleRow } from '../../support/vitals-samples.ts';

/** A core that has measured next to nothing; tests put in what they are about. */
export function createVitals(): Pick<
  Handlers,
  'health.get' | 'health.history' | 'samples.list' | 'memory.get' | 'memory.snapshot' | 'network.get'
> {
  return {
    'health.get': () => Promise.resolve(noHealth),
    'health.history': () => Promise.resolve([]),
    'samples.list': () => Promise.resolve(sampleColumns),
    'memory.get': () => Promise.resolve(sampleMemory),
    'network.get': () => Promise.resolve({ byType: [], sessions: [], targets: [], endings: [] }),
    'memory.snapshot': () => Promise.resolve({ path: '/home/me/heap.heapsnapshot', bytes: 61_000_000 }),
  };
}

const troubled: Partial<Record<HealthRow['id'], Partial<HealthRow>>> = {
  target: {
    level: 'warning',
    value: 'The target is restarting (code 1012).',
    limit: 'connected',
    eventIds: [412, 418],
    next: 'Nothing to do: audio is on disk and is sent once the target is back.',
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

const hour = Array.from({ length: 360 }, (_, n) => n);

/** An hour of figures with ten minutes in which nothing was measured. */
export function measuredHour(): SampleColumns {
  const nowMs = Date.now();
  const wave = (level: number, swing: number): (number | null)[] =>
    hour.map((n) => (n > 120 && n < 180 ? null : level + swing * Math.sin(n / 9)));
  return {
    atMs: hour.map((n) => nowMs - (360 - n) * 10_000),
    series: {
      'process.main.rssBytes': wave(182e6, 6e6),
      'process.backend.rssBytes': wave(96e6, 12e6),
      'process.main.heapUsedBytes': wave(48e6, 9e6),
      'process.main.externalBytes': wave(6e6, 1e6),
      'thread.writer.heapUsedBytes': wave(9e6, 2e6),
      'loop.delayMaxMs': wave(14, 9),
      'loop.delayP50Ms': wave(1.2, 0.5),
      'loop.utilisation': wave(0.06, 0.03),
      'system.usedBytes': wave(9e9, 2e8),
      'system.totalBytes': wave(16e9, 0),
      'net.outBytesPerSec': wave(17_000, 4_000),
      'net.inBytesPerSec': wave(400, 200),
      'net.plainOutBytesPerSec': wave(43_000, 900),
      'link.roundTripP50Ms': wave(24, 8),
      'link.roundTripP95MaxMs': wave(61, 20),
      'if.eth0.inBytesPerSec': wave(120_000, 60_000),
      'if.eth0.outBytesPerSec': wave(30_000, 9_000),
    },
  };
}

export function threeProcesses(): Memory {
  const flat = {
    kind: 'flat',
    slope: null,
    hours: 0.9,
    sentence: 'It is flat: −0.3 to 0.4 MB an hour.',
  } as const;
  return {
    atMs: Date.now(),
    processes: [
      {
        series: 'process.main',
        title: 'Main process',
        figures: { rssBytes: 182_000_000, heapUsedBytes: 48_000_000, externalBytes: 6_100_000 },
        leak: {
          ...flat,
          kind: 'growing',
          sentence: 'It grows by 31.0 to 44.2 MB an hour: if that continues, it is a leak.',
        },
      },
      {
        series: 'thread.writer',
        title: 'Thread that writes the database',
        figures: { heapUsedBytes: 9_200_000 },
        leak: flat,
      },
      {
        series: 'process.backend',
        title: 'Backend on this machine, all its processes',
        figures: { rssBytes: 84_000_000, processes: 2 },
        leak: {
          ...flat,
          kind: 'too-short',
          sentence: 'Too early to tell: 3 of 10 minutes after a warm-up of 5.',
        },
      },
    ],
    notes: ['This page runs in a browser, which does not tell the app what it takes.'],
  };
}

export function busyNetwork(): Network {
  const moved = { out: 12_640_000, in: 96_400, plainOut: 32_400_000 };
  const chunks = { retried: 3, unconfirmed: 1 };
  return {
    byType: [
      { type: 'AUDIO_CHUNK', direction: 'out', frames: 542, bytes: 23_100_000 },
      { type: 'TRANSCRIPTION_RESULT', direction: 'in', frames: 48, bytes: 22_000 },
    ],
    sessions: [
      {
        sessionId: '20260302-091502-k3f9',
        title: 'Sprint 14 planning',
        target: 'staging',
        bytes: moved,
        chunks,
      },
    ],
    targets: [{ target: 'staging', sessions: 1, bytes: moved, chunks }],
    endings: [
      {
        seq: 418,
        atMs: Date.now() - 600_000,
        target: 'staging',
        code: '1012',
        sentence: 'The target is restarting (code 1012).',
      },
    ],
  };
}

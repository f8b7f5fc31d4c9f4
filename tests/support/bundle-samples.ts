import type {
  BundlePlan,
  BundlePreview,
  BundleReport,
  OpenedBundle,
} from '../../src/shared/bundle/bundle.ts';

const finding: BundlePlan['findings'][number] = {
  id: 'reconnect-storm',
  level: 'bad',
  title: 'The connection broke 6 times in an hour.',
  evidence: ['6 events, among them:', '2026-11-27T09:00:00.000Z event 12 connection.ended: 1011'],
  next: 'Look at the backend: it closed the connection each time.',
};

export const samplePlan: BundlePlan = {
  parts: [
    {
      id: 'environment',
      file: 'environment.json',
      title: 'Environment',
      bytes: 2_120,
      isMore: false,
      problem: null,
    },
    { id: 'events', file: 'events.jsonl', title: 'Events', bytes: 4_000_000, isMore: true, problem: null },
    { id: 'logs', file: 'logs.jsonl', title: 'Logs', bytes: 91_000, isMore: false, problem: null },
  ],
  findings: [
    finding,
    {
      id: 'disk-low',
      level: 'warning',
      title: 'The disk is nearly full.',
      evidence: ['1.2 GiB free'],
      next: 'Free some space.',
    },
  ],
  missing: ["The receipt of a session couldn't be made: its rows are damaged."],
};

export const samplePreview: BundlePreview = {
  file: 'events.jsonl',
  text: '{"seq":12,"type":"AUDIO_CHUNK","target":"<target-1>"}\n',
  isMore: true,
};

export const sampleBundle: BundleReport = {
  path: '/home/me/Downloads/scrumbot-bundle-2026-11-27T10-00-host-0a1b2c-0.1.0.zip',
  bytes: 1_204_000,
  files: [{ name: 'events.jsonl', bytes: 4_200_000, sha256: 'a'.repeat(64), cut: null }],
  redactions: { host: 12, 'secret-known': 3 },
  findings: [finding],
  canaries: { planted: 42, found: 0 },
  missing: [],
};

export const sampleOpened: OpenedBundle = {
  fileName: 'b.zip',
  createdAt: '2026-11-27T10:00:00.000Z',
  version: '0.1.0',
  host: 'host-0a1b2c',
  window: { from: '2026-11-26T10:00:00.000Z', to: '2026-11-27T10:00:00.000Z' },
  atMs: Date.UTC(2026, 10, 27, 10),
  findings: [finding],
  missing: ['The database is damaged.'],
  files: [
    { name: 'events.jsonl', bytes: 4_200_000, sha256: 'a'.repeat(64), cut: '7 of 9 lines are left out.' },
  ],
  redactions: { host: 12 },
  canaries: { planted: 42, found: 0 },
  summary: '# ScrumBot diagnostics',
  events: { read: 12_000, isReading: false, problem: null },
  check: { phase: 'done', problems: [], leaks: [] },
};

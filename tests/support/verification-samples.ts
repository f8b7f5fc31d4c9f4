import type { VerificationCheck, VerificationRun } from '../../src/shared/verification/verification.ts';

const check = (more: Partial<VerificationCheck>): VerificationCheck => ({
  id: 'stored',
  title: 'Stored as seen on the wire',
  status: 'pass',
  value: 29,
  unit: '',
  limit: 29,
  evidence: [1, 2, 3],
  found: '14 frames went and 15 came; 29 are stored.',
  next: null,
  ...more,
});

/** What the steps of a scenario came to. */
export const sampleSteps: VerificationCheck[] = [
  check({ id: '1', title: 'Connection', value: 4, unit: 'ms', limit: null, found: 'It opened after 4 ms.' }),
  check({ id: '2', title: 'The server greets the client', unit: 'ms', found: 'It came after 3 ms.' }),
  check({
    id: '4',
    title: 'HANDSHAKE is acknowledged',
    status: 'fail',
    value: null,
    evidence: [104],
    found: 'It did not come within 2000 ms; what came: ERROR.',
    next: 'Line 7 of greeting.yaml expects it; the events show what came.',
  }),
];

/** A run against an old server: the duplicates fail, the soak was left out. */
export const sampleRun: VerificationRun = {
  runId: '20260101-090000-ab12',
  target: 'staging',
  url: 'wss://staging.example.org/ws',
  serverVersion: '1.0',
  state: 'done',
  startedAt: '2026-01-01T09:00:00.000Z',
  durationSec: 21.4,
  quick: true,
  passed: false,
  summary: 'Not in order: Duplicates.',
  phases: [
    {
      id: 'monitoring',
      title: 'Event monitoring',
      status: 'pass',
      durationSec: 2.1,
      checks: [check({})],
      sessionIds: ['verify-20260101-090000-ab12-end-to-end'],
    },
    {
      id: 'duplicates',
      title: 'Duplicates',
      status: 'fail',
      durationSec: 1.7,
      checks: [
        check({
          id: 'repeats',
          title: 'Repeated messages',
          status: 'fail',
          value: 1,
          limit: 0,
          evidence: [104, 105],
          found: '1 duplicate: transcription_result #104 and TRANSCRIPTION_RESULT #105 (old and new name).',
          next: 'Deploy the version with the event fixes.',
        }),
      ],
      sessionIds: ['verify-20260101-090000-ab12-duplicates'],
    },
  ],
  figures: {
    handshakeP50Ms: 3,
    firstResultMs: 900,
    stressP95Ms: null,
    resultsPerTranscription: 2,
    bytesInPerMinute: 19_126,
    bytesOutPerMinute: 2_583_400,
    messagesInPerMinute: 85.7,
    serverGrowthMbPerConnection: null,
    traffic: [
      { type: 'TRANSCRIPTION_RESULT', direction: 'in', messages: 4, bytes: 1_572 },
      { type: 'transcription_result', direction: 'in', messages: 4, bytes: 1_200 },
    ],
  },
  version: '0.1.0',
};

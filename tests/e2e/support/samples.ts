import type { Alert } from '../../../src/shared/events/alerts.ts';
import type { StoredEvent } from '../../../src/shared/events/events.ts';
import type { Status } from '../../../src/shared/session/status.ts';
import type { SessionReport, SessionSummary, TranscriptLine } from '../../../src/shared/session/session.ts';
import type { TranscriptSummary } from '../../../src/shared/session/transcript/transcripts.ts';
import { statusLineOf } from '../../../src/shared/session/lines/status-line.ts';

export function sampleSession(more: Partial<SessionSummary> = {}): SessionSummary {
  return {
    sessionId: '20260302-091502-k3f9',
    meetingId: '20260302-091502-k3f9',
    title: 'Sprint 14 planning',
    mode: 'stream',
    target: 'built-in',
    engine: 'whisper',
    state: 'recording',
    reason: null,
    startedAt: '2026-03-02T09:15:02.000Z',
    endedAt: null,
    seconds: 754,
    undelivered: 0,
    hasWords: true,
    notes: '',
    tags: [],
    ...more,
  };
}

const noChunks = { captured: 0, silent: 0, sent: 0, delivered: 0, unconfirmed: 0, retried: 0, pending: 0 };

/** A status whose verdict is the real one for its facts. */
export function sampleStatus(more: Partial<Omit<Status, 'verdict'>> & { lastFailure?: string } = {}): Status {
  const { lastFailure = null, ...parts } = more;
  const facts: Omit<Status, 'verdict'> = {
    session: null,
    connection: { phase: 'idle', sentence: 'Not connected: nothing is being recorded.' },
    levels: [],
    chunks: noChunks,
    bytes: { out: 0, in: 0, plainOut: 0 },
    queuedSec: 0,
    recordedSec: 0,
    transcriptLines: 0,
    storedEvents: 0,
    storageProblem: null,
    ...parts,
  };
  return { ...facts, verdict: statusLineOf({ ...facts, audioProblem: null, lastFailure }) };
}

export const recordingStatus = sampleStatus({
  session: sampleSession(),
  connection: { phase: 'streaming', sentence: 'Streaming to built-in.' },
  levels: [
    { source: 'system', state: 'present', peakDb: -8.4, rmsDb: -21.7, zeroSec: 0, quietSec: 0 },
    { source: 'microphone', state: 'quiet', peakDb: -52.1, rmsDb: -58.9, zeroSec: 0, quietSec: 41.3 },
  ],
  chunks: { captured: 754, silent: 212, sent: 542, delivered: 540, unconfirmed: 0, retried: 3, pending: 2 },
  bytes: { out: 12_640_000, in: 96_400, plainOut: 32_400_000 },
  recordedSec: 754.2,
  transcriptLines: 48,
  storedEvents: 2_318,
});

export const directStatus = sampleStatus({
  session: sampleSession({ mode: 'direct', target: null, engine: 'groq' }),
  connection: {
    phase: 'waiting',
    sentence: 'Groq accepts no more right now (429). The audio is kept.',
    attempt: 1,
    untilMs: Date.now() + 1_500_000,
  },
  levels: [{ source: 'system', state: 'present', peakDb: -8.4, rmsDb: -21.7, zeroSec: 0, quietSec: 0 }],
  chunks: { captured: 41, silent: 0, sent: 38, delivered: 38, unconfirmed: 0, retried: 1, pending: 3 },
  queuedSec: 62,
  recordedSec: 754.2,
  transcriptLines: 38,
  storedEvents: 318,
});

export const failingStatus = sampleStatus({
  session: sampleSession({ target: 'staging' }),
  connection: {
    phase: 'waiting',
    sentence: 'The connection was lost (code 1006). The audio is kept and sent when the target is back.',
    attempt: 4,
    untilMs: Date.now() + 3_600_000,
  },
  levels: [
    { source: 'system', state: 'zeros', peakDb: null, rmsDb: null, zeroSec: 34.6, quietSec: 34.6 },
    { source: 'microphone', state: 'not-captured', peakDb: null, rmsDb: null, zeroSec: 0, quietSec: 0 },
  ],
  queuedSec: 345,
  chunks: { captured: 754, silent: 0, sent: 409, delivered: 402, unconfirmed: 0, retried: 16, pending: 345 },
  bytes: { out: 9_120_000, in: 61_000, plainOut: 13_800_000 },
  recordedSec: 754.2,
  transcriptLines: 21,
  storedEvents: 1_977,
  storageProblem: 'The database is full: /home/me/.local/share/scrumbot/scrumbot.db has no room on its disk.',
});

const said = [
  'Good morning everyone, let us go through the board from right to left.',
  'The export of transcripts is in review, I need one more pair of eyes on the WebVTT part.',
  'I can take that after lunch. Are the cue times already from the target, or still estimated?',
  'From the target where it names them; the others are marked.',
  'Then the reconnect: yesterday staging was away for twenty minutes and nothing was lost, the outbox sent it all again in order.',
  'Nice. Did we see duplicates on the way back?',
  'Three chunks were sent again, and each was answered once.',
  'Next is the microphone track. On two machines it delivered only zeros, because the system setting denies it.',
  'We show that within ten seconds now, so nobody finds out at the end of a meeting.',
];

export function sampleTranscript(count: number, mode: SessionSummary['mode'] = 'stream'): TranscriptLine[] {
  if (mode === 'direct') return sampleTranscript(count).map(heardByEngine);
  return Array.from({ length: count }, (_, index) => ({
    startSec: index * 15.5 + 2,
    endSec: index * 15.5 + 9,
    text: said[index % said.length] ?? '',
    speaker: index % 3 === 0 ? 'Priya' : 'Unknown',
    flags: index % 4 === 1 ? ['estimated-time'] : index % 7 === 6 ? ['timeout'] : ['final'],
  }));
}

function heardByEngine(line: TranscriptLine, index: number): TranscriptLine {
  const flags = index % 9 === 4 ? ['no-speech', 'known-phrase'] : index % 11 === 7 ? ['bad-times'] : [];
  const text = index % 9 === 4 ? 'Thank you for watching.' : line.text;
  return { ...line, text, flags, speaker: index % 3 === 0 ? 'microphone' : 'system' };
}

const kinds = [
  { kind: 'frame', type: 'AUDIO_CHUNK', direction: 'out', bytes: 23_412, reason: null },
  { kind: 'frame', type: 'CHUNK_PROGRESS_UPDATE', direction: 'in', bytes: 214, reason: null },
  { kind: 'frame', type: 'TRANSCRIPTION_RESULT', direction: 'in', bytes: 486, reason: null },
  {
    kind: 'frame',
    type: 'transcription_result',
    direction: 'in',
    bytes: 486,
    reason: 'Deprecated name of TRANSCRIPTION_RESULT',
  },
  { kind: 'capture', type: 'capture.quiet', direction: null, bytes: null, reason: null },
  {
    kind: 'gap',
    type: 'gap',
    direction: null,
    bytes: null,
    reason: 'The device delivered nothing for 1.2 s',
  },
] as const;

export function sampleEvent(seq: number, sessionId = sampleSession().sessionId): StoredEvent {
  const kind = kinds[seq % kinds.length] ?? kinds[0];
  return {
    ...kind,
    seq,
    wallMs: Date.parse('2026-03-02T09:15:02.000Z') + seq * 317,
    monoMs: seq * 317,
    sessionId,
    target: 'built-in',
    connectionId: kind.kind === 'frame' ? '6f1c0f3e' : null,
    generation: kind.kind === 'frame' ? 1 : null,
    raw:
      kind.kind === 'frame'
        ? JSON.stringify({
            type: kind.type,
            data: { text: said[seq % said.length], chunkId: `chunk-${seq}` },
          })
        : null,
    fields: { chunkId: `chunk-${seq}` },
  };
}

export const pastSessions: SessionSummary[] = [
  sampleSession({
    sessionId: '20260227-140000-a1',
    meetingId: '20260227-140000-a1',
    title: 'Retrospective of sprint 13',
    state: 'ended',
    startedAt: '2026-02-27T14:00:00.000Z',
    endedAt: '2026-02-27T14:58:10.000Z',
    seconds: 3490,
  }),
  sampleSession({
    sessionId: '20260226-093000-b2',
    meetingId: '20260226-093000-b2',
    title: 'Refinement with the platform team, part two: the export formats and their time stamps',
    state: 'ended',
    target: 'staging',
    reason:
      'The target did not answer the end of the meeting. 12 of 1,804 chunks were not delivered; the recording is kept.',
    startedAt: '2026-02-26T09:30:00.000Z',
    endedAt: '2026-02-26T10:01:00.000Z',
    seconds: 1860,
  }),
  sampleSession({
    sessionId: '20260225-110000-c3',
    meetingId: '20260225-110000-c3',
    title: 'Call with the vendor',
    mode: 'capture-only',
    target: null,
    state: 'recovered',
    reason: 'The app was cut off while recording; all audio up to then was kept.',
    startedAt: '2026-02-25T11:00:00.000Z',
    seconds: 312,
  }),
  sampleSession({
    sessionId: '20260224-160000-d4',
    meetingId: '20260224-160000-d4',
    title: 'Meeting of 2026-02-24 16:00 UTC',
    state: 'failed',
    reason: 'No microphone was found. Connect one, or record the system audio alone.',
    startedAt: '2026-02-24T16:00:00.000Z',
    seconds: 0,
  }),
];

export const sampleTranscriptSummary: TranscriptSummary = {
  id: 1,
  engine: 'groq',
  createdAt: '2026-03-02T09:15:02.000Z',
  segments: 41,
  done: 38,
  parked: 2,
  waiting: 1,
  isCut: true,
  speechSec: 512.4,
  billedSec: 548.1,
  costUsd: 0.0061,
  answersLost: 1,
  reason: 'Groq accepts no more right now (429).',
};

const anotherTranscript = {
  id: 2,
  engine: 'pocketsphinx',
  done: 41,
  parked: 0,
  waiting: 0,
  billedSec: 0,
  costUsd: 0,
  reason: null,
};

export function sampleReport(session: SessionSummary): SessionReport {
  const transcript =
    session.mode !== 'capture-only' && session.seconds > 0 ? sampleTranscript(48, session.mode) : [];
  return {
    ...session,
    traffic: 'lossless',
    untranscribed: [],
    receipt: {
      minutes: Array.from({ length: Math.ceil(session.seconds / 60) }, (_zero, minute) => ({
        minute,
        capturedSec: Math.min(60, session.seconds - minute * 60),
        speechSec: 48.2,
        sentSec: 48.2,
        deliveredSec: minute === 3 ? 36.2 : 48.2,
        unconfirmedSec: 0,
        transcribedSec: 45,
      })),
      notes:
        session.seconds > 0
          ? ['Microphone is missing from 1:01 for 4.2 s: the sound device was changed.']
          : [],
      undelivered: session.undelivered > 0 ? [{ target: 'staging', sec: 12 }] : [],
    },
    tracks: [
      {
        source: 'system',
        path: `recordings/${session.sessionId}/system.wav`,
        seconds: session.seconds,
        samples: session.seconds * 16_000,
        gaps: [],
      },
      {
        source: 'microphone',
        path: `recordings/${session.sessionId}/microphone.wav`,
        seconds: Math.max(0, session.seconds - 4),
        samples: Math.max(0, session.seconds - 4) * 16_000,
        gaps: [{ atSec: 61, lengthSec: 4.2, reason: 'device-changed' }],
      },
    ],
    chunks: {
      captured: 1804,
      silent: 310,
      sent: 1494,
      delivered: 1482,
      unconfirmed: 0,
      retried: 9,
      pending: 12,
    },
    bytes: { out: 32_000_000, in: 240_000, plainOut: 79_000_000 },
    transcript,
    text: transcript.map((line) => line.text).join('\n'),
    transcripts:
      session.mode === 'direct'
        ? [sampleTranscriptSummary, { ...sampleTranscriptSummary, ...anotherTranscript }]
        : [],
    events: {
      total: 5_230,
      byType: { AUDIO_CHUNK: 1494, CHUNK_PROGRESS_UPDATE: 1482, TRANSCRIPTION_RESULT: 48, gap: 1 },
    },
    findings: { duplicates: 9, deprecated: 0, validationErrors: 3, byCause: { 'client-retry': 9 } },
  };
}

export const sampleAlerts: Alert[] = [
  {
    id: 2,
    rule: 'deprecated',
    raisedMs: Date.parse('2026-03-02T09:16:00.000Z'),
    lastRaisedMs: Date.parse('2026-03-02T09:26:00.000Z'),
    timesRaised: 2,
    count: 31,
    threshold: 10,
    sentence:
      '31 events under a deprecated name in the last 5 minutes. Findings say which names, and from which target.',
    acknowledgedMs: null,
  },
  {
    id: 1,
    rule: 'database',
    raisedMs: Date.parse('2026-03-02T09:00:00.000Z'),
    lastRaisedMs: Date.parse('2026-03-02T09:00:00.000Z'),
    timesRaised: 1,
    count: 1,
    threshold: 0,
    sentence: 'The database was damaged. What could be read of it was saved into a new one.',
    acknowledgedMs: null,
  },
];

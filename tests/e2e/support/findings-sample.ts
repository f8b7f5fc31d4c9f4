import type { StoredEvent } from '../../../src/shared/events/events.ts';
import type { AnalysisReport } from '../../../src/shared/events/findings.ts';
import { analyse, result, storedFrame, type FrameSketch } from '../../support/frames.ts';

const words = 'let us review the sprint goals before the release on Friday';
const frames: FrameSketch[] = [
  { atMs: 0, message: { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready', timestamp: 't' } },
  { atMs: 2, message: { type: 'HANDSHAKE', clientType: 'desktop_app' }, direction: 'out' },
  { atMs: 4, message: { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' } },
  { atMs: 900, message: result('good morning everyone', { chunkId: 'chunk_1' }) },
  {
    atMs: 901,
    message: { ...result('good morning everyone', { chunkId: 'chunk_1' }), type: 'transcription_result' },
  },
  { atMs: 4_000, message: result(words, { trigger_reason: 'timeout' }) },
  { atMs: 4_404, message: result(words, { is_final: true, timestamp: '2026-01-01T00:00:04Z' }) },
  {
    atMs: 9_000,
    message: {
      type: 'MEETING_UPDATE',
      data: { meetingId: 'm', latestTranscript: 'x', participants: 'none' },
    },
  },
  {
    atMs: 9_050,
    message: {
      type: 'MEETING_UPDATE',
      data: { meetingId: 'm', latestTranscript: 'x', participants: 'none' },
    },
  },
  {
    atMs: 9_500,
    message: { type: 'PROCESSING_STATUS', data: { message: 'Starting', stage: 'initialization' } },
  },
];

/** A meeting with three faults, and its analysis by the real rules. */
export const faultyEvents: StoredEvent[] = frames.map((sketch, index) => ({
  ...storedFrame(sketch, index + 1),
  reason: null,
}));
export const faultyReport: AnalysisReport = analyse(faultyEvents);

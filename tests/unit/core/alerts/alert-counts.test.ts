import { describe, expect, it } from 'vitest';
import { alertCountsOf } from '../../../../src/main/core/alerts/alert-counts.ts';
import type { StoredEvent } from '../../../../src/shared/events/events.ts';

const clean = { isDuplicate: false, isDeprecated: false, validationErrors: [], recommendations: [] };

function frame(
  type: string,
  verdict: Partial<NonNullable<StoredEvent['verdict']>>,
  direction: 'in' | 'out' = 'in',
): StoredEvent {
  return {
    seq: 1,
    wallMs: 0,
    monoMs: 0,
    kind: 'frame',
    type,
    direction,
    sessionId: 's',
    target: 't',
    connectionId: 'c',
    generation: 1,
    bytes: 1,
    raw: '{}',
    fields: {},
    reason: null,
    verdict: { ...clean, ...verdict },
  };
}

describe('what alerts count', () => {
  it('is every duplicate, missing field and old name that a target sends', () => {
    const events = [
      frame('TRANSCRIPTION_RESULT', {
        isDuplicate: true,
        validationErrors: ['Missing required fields: text'],
      }),
      frame('transcription_result', { isDeprecated: true }),
      frame('MEETING_UPDATE', {}),
    ];
    expect(alertCountsOf(events, 7)).toEqual({ atMs: 7, duplicates: 1, validationErrors: 1, deprecated: 1 });
  });

  it('is nothing that a healthy backend does in every session, and nothing of our own', () => {
    const events = [
      frame('HANDSHAKE_ACK', { isDuplicate: true }),
      frame('PROCESSING_STATUS', { validationErrors: ['Missing required fields: meetingId, status'] }),
      frame('ERROR', { validationErrors: ['Missing required fields: errorType, message'] }),
      frame('AUDIO_CHUNK', { isDuplicate: true }, 'out'),
    ];
    expect(alertCountsOf(events, 7)).toEqual({ atMs: 7, duplicates: 0, validationErrors: 0, deprecated: 0 });
  });
});

import { describe, expect, test } from 'vitest';
import { parseTranscriptionResult } from '../../../../src/shared/protocol/server-messages.ts';

describe('reading a transcription result', () => {
  test('takes what a real backend sends, with fields that nobody knows', () => {
    const body = {
      text: 'hello',
      confidence: 0.85,
      timestamp: '2026-11-23T03:56:54.017085',
      speaker: 'Unknown',
      chunkId: null,
      is_final: false,
      trigger_reason: 'timeout',
    };
    expect(parseTranscriptionResult(body)).toMatchObject({
      ok: true,
      value: { text: 'hello', chunkId: null, trigger_reason: 'timeout' },
    });
  });

  test('needs nothing but the text', () => {
    expect(parseTranscriptionResult({ text: '' })).toEqual({ ok: true, value: { text: '' } });
  });

  test.each([undefined, null, 'hello', {}, { text: 5 }, { text: 'x', confidence: 'high' }])(
    'of %j says what is wrong, and does not throw',
    (body) => {
      expect(parseTranscriptionResult(body)).toEqual({ ok: false, reason: expect.any(String) as string });
    },
  );
});

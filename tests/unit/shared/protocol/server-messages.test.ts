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

  test.each([undefined, null, {}, { text: null }, { text: {} }])(
    'of %j says what is wrong, and does not throw',
    (body) => {
      expect(parseTranscriptionResult(body)).toEqual({ ok: false, reason: expect.any(String) as string });
    },
  );

  test.each([
    [{ text: 42 }, '42'],
    [{ text: ['two', 'parts'] }, 'two parts'],
    [{ text: { text: 'nested' } }, 'nested'],
    [{ text: 'x', confidence: 'high', chunkId: 7, is_final: 'true', speaker: 3 }, 'x'],
    ['the words themselves', 'the words themselves'],
  ])('of %j keeps the words, whatever type the fields have', (body, text) => {
    expect(parseTranscriptionResult(body)).toMatchObject({ ok: true, value: { text } });
  });

  test('takes ids, flags and numbers in other types for what they are', () => {
    const body = {
      text: 'x',
      confidence: '0.5',
      chunkId: 7,
      is_final: 'true',
      speaker: 3,
      audioStartSec: '3',
    };
    expect(parseTranscriptionResult(body)).toEqual({
      ok: true,
      value: { text: 'x', confidence: 0.5, chunkId: '7', is_final: true, speaker: '3', audioStartSec: 3 },
    });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { statusLineOf } from '../../../../src/shared/session/lines/status-line.ts';
import { receiptOf } from '../../../../src/shared/session/receipt.ts';
import { noChunks } from '../../../../src/shared/session/no-counts.ts';
import { english } from '../../../../src/shared/words/english/english.ts';
import { sentenceSchema } from '../../../../src/shared/words/sentence-schema.ts';
import { asTold, say, sayIt, sentence, useWords } from '../../../../src/shared/words/words.ts';

afterEach(() => useWords(english));

const german = {
  'status.no-sound': ({ source }: { source: string }) => `Kein Ton von ${source}`,
  'gap.late-start': 'Gerät begann spät',
};

describe('sentences of the core', () => {
  it('are codes with parameters, and words only when they are said', () => {
    const silent = sentence('status.no-sound', { source: 'system' });
    expect(silent).toEqual({ code: 'status.no-sound', params: { source: 'system' } });
    expect(sayIt(silent)).toBe('No sound from system audio');
    useWords(german);
    expect(sayIt(silent)).toBe('Kein Ton von system');
  });

  it('are English where another language has no words yet', () => {
    useWords(german);
    expect(say('status.target-away')).toBe('The target is unreachable');
  });

  it('say sentences within sentences in the same language', () => {
    const gap = sentence('receipt.gap', {
      source: 'microphone',
      atSec: 61,
      lengthSec: 0.4,
      reason: sentence('gap.late-start'),
    });
    expect(sayIt(gap)).toBe('Microphone is missing from 1:01 for 0.4 s: device started late.');
    useWords(german);
    expect(sayIt(gap)).toContain('Gerät begann spät');
  });

  it('come through JSON and its schema unchanged', () => {
    const others = [sentence('status.target-away'), asTold('EC2 is away'), asTold('x')];
    const also = sentence('status.also', { others });
    expect(sayIt(sentenceSchema.parse(JSON.parse(JSON.stringify(also))))).toBe(
      'Also: the target is unreachable; EC2 is away; x.',
    );
  });

  it('show the text that came along where the code is of another version', () => {
    expect(sayIt({ code: 'status.of-tomorrow', params: {} }, 'As it was told.')).toBe('As it was told.');
    expect(sayIt({ code: 'constructor', params: {} }, 'As it was told.')).toBe('As it was told.');
  });

  it('count by the rules of the language', () => {
    expect(say('outcome.delivered', { done: 1, due: 1 })).toBe('1 of 1 chunk delivered');
    expect(say('outcome.delivered', { done: 2, due: 1234 })).toBe('2 of 1,234 chunks delivered');
  });
});

describe('what carries both', () => {
  it('a status line has its codes beside its words', () => {
    const line = statusLineOf({
      session: null,
      connection: { phase: 'idle', sentence: '' },
      levels: [],
      chunks: noChunks,
      storageProblem: 'The disk is full.',
      audioProblem: null,
      lastFailure: null,
    });
    expect(line).toMatchObject({
      headline: "Events can't be saved",
      reason: 'The disk is full.',
      said: { headline: { code: 'status.events-unsaved' }, reason: [asTold('The disk is full.')] },
    });
  });

  it('a receipt has a code for each note, also for one that an earlier version stored as text', () => {
    const receipt = receiptOf({
      seconds: 10,
      tracks: [{ source: 'system', gaps: [{ atSec: 1, lengthSec: 2, reason: 'of-another-version' }] }],
      chunks: [],
      transcript: [],
      notes: ['The target restarted.'],
    });
    expect(receipt.notes).toEqual([
      'System audio is missing from 0:01 for 2.0 s: of-another-version.',
      'The target restarted.',
    ]);
    expect(receipt.said?.map((note) => sayIt(note))).toEqual(receipt.notes);
  });
});

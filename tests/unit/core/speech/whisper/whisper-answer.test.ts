import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../../../src/main/core/speech/answers/parse-answer.ts';
import { whisperAnswer } from '../../../../../src/main/core/speech/whisper/whisper-answer.ts';

const heard = (...texts: string[]) => ({
  text: texts.join(''),
  language: 'en',
  pieces: texts.map((text, index) => ({ text, startMs: index * 100, endMs: index * 100 + 100 })),
});

describe('what whisper.cpp heard, token by token', () => {
  test('becomes words: a space begins one, punctuation belongs to the one before', () => {
    const { text, language, words } = answerOf(
      whisperAnswer(heard(' And', ' so', ' my', ' fell', 'ow', '.')),
      1,
    );
    expect({ text, language }).toEqual({ text: 'And so my fellow.', language: 'en' });
    expect(words).toMatchObject([
      { text: 'And', startSec: 0, endSec: 0.1 },
      { text: 'so', startSec: 0.1, endSec: 0.2 },
      { text: 'my', startSec: 0.2, endSec: 0.3 },
      { text: 'fellow.', startSec: 0.3, endSec: 0.6 },
    ]);
  });

  test('keeps the whole text where a token ends within a character', () => {
    const pieces = heard(' ni', '\uFFFD', '\uFFFD', ' hao').pieces;
    const answer = whisperAnswer({ text: ' ni你 hao', language: 'zh', pieces });
    expect(answer.text).toBe('ni你 hao');
    expect(answer.words.map(({ text }) => text)).toEqual(['ni', 'hao']);
  });

  test('leaves out tokens of its own, and is empty where nothing was heard', () => {
    expect(whisperAnswer(heard('[_BEG_]', ' ', '<|en|>')).words).toEqual([]);
    expect(answerOf(whisperAnswer({ text: '', language: 'en', pieces: [] }), 1).text).toBe('');
  });
});

import { describe, expect, test } from 'vitest';
import { createRecentTexts, jaccard } from '../../../../../src/main/core/backend/meetings/text-similarity.ts';

describe('similarity of texts', () => {
  test('is the share of common words, without regard to case and order', () => {
    expect(jaccard('One two', 'TWO one')).toBe(1);
    expect(jaccard('one two three', 'one two four')).toBe(0.5);
    expect(jaccard('one', 'two')).toBe(0);
  });

  test('is full for two texts without words', () => {
    expect(jaccard('', '  ')).toBe(1);
  });
});

describe('recent texts', () => {
  test('know a text that was said lately, nearly in the same words', () => {
    const recent = createRecentTexts();
    const words = 'a b c d e f g h i j k l m n o p q r s t';
    expect(recent.isNew(words)).toBe(true);
    expect(recent.isNew(`${words} u`)).toBe(false);
    expect(recent.isNew(`${words} u v w`)).toBe(true);
  });

  test('forget a text after ten others', () => {
    const recent = createRecentTexts();
    recent.isNew('first');
    for (let n = 0; n < 9; n += 1) recent.isNew(`word${n}`);
    expect(recent.isNew('first')).toBe(false);
    recent.isNew('word9');
    expect(recent.isNew('first')).toBe(true);
  });
});

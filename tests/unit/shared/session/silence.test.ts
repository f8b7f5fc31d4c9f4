import { afterEach, expect, it } from 'vitest';
import { chipOf } from '../../../../src/shared/session/chip.ts';
import { isOnlySilent, reasonOf, reasonsOf, silencesIn } from '../../../../src/shared/session/silence.ts';
import { asTold, sentence, useWords } from '../../../../src/shared/words/words.ts';
import { english } from '../../../../src/shared/words/english/english.ts';

const zeros = sentence('silence.zeros', { source: 'system', check: sentence('silence.check-file') });
const ended = { state: 'ended', undelivered: 0, mode: 'stream', hasWords: false } as const;

afterEach(() => useWords(english));

it('knows a silent session by its code, whatever words it was told in', () => {
  const why = { reason: 'Kein Ton von der Systemausgabe.', reasons: [zeros] };
  expect(silencesIn(why)).toEqual([zeros]);
  expect(isOnlySilent(why)).toBe(true);
  expect(chipOf({ ...ended, ...why })).toBe('silent');
});

it('tells silence from what else is said beside it', () => {
  const told = asTold('3 of 8 chunks were not delivered.');
  const why = { reason: 'words', reasons: [told, zeros] };
  expect(silencesIn(why)).toEqual([zeros]);
  expect(isOnlySilent(why)).toBe(false);
  expect(chipOf({ ...ended, ...why })).toBe('incomplete');
});

it('takes the words of an old version for silence only where no code says otherwise', () => {
  const reason = 'No sound from system audio: every sample is zero. Check.';
  expect(isOnlySilent({ reason })).toBe(true);
  expect(silencesIn({ reason })).toEqual([asTold(reason)]);
  // A target that happens to say the same.
  expect(isOnlySilent({ reason, reasons: [asTold(reason)] })).toBe(false);
});

it('says a reason in the words in use, and as it was told where they lack it', () => {
  useWords({ ...english, 'silence.zeros': 'Nichts zu hören.' });
  expect(reasonOf({ reason: 'No sound.', reasons: [zeros] })).toBe('Nichts zu hören.');
  const newer = { code: 'silence.of-a-later-version', params: {} };
  expect(reasonOf({ reason: 'No sound.', reasons: [newer] })).toBe('No sound.');
  expect(reasonOf({ reason: 'No sound.' })).toBe('No sound.');
  expect(reasonOf({ reason: null, reasons: [] })).toBeNull();
  expect(reasonsOf({ reason: null })).toEqual([]);
});

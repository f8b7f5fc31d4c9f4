import { expect, it } from 'vitest';
import { pseudoCatalogue, pseudoText } from '../../../../src/shared/words/pseudo.ts';

it('changes every letter, marks both ends and is 40 % longer', () => {
  expect(pseudoText('Save it')).toBe('[!!! Šáṽé íŧ ···]');
  expect(pseudoText('12 %')).toBe('12 %');
  expect(pseudoText('a'.repeat(100)).match(/·/g)).toHaveLength(40);
});

it('leaves what came from outside as it is', () => {
  expect(pseudoText('Open notes.wav of today', ['notes.wav', 'today'])).toContain('notes.wav óƒ today');
});

it('makes a catalogue of a catalogue: its texts, what its functions say, and what lies deeper', () => {
  const catalogue = pseudoCatalogue({
    save: 'Save',
    of: (name: string, count: number) => `Open ${name}: ${count}`,
    deep: { list: ['one', 'two'], limit: 5 },
  });
  expect(catalogue.save).toMatch(/^\[!!! Šáṽé ·+\]$/);
  expect(catalogue.of('notes', 3)).toContain('notes: 3');
  expect(catalogue.of('notes', 3)).not.toContain('Open');
  expect(catalogue.deep.list).toHaveLength(2);
  expect(catalogue.deep.list[0]).not.toBe('one');
  expect(catalogue.deep.limit).toBe(5);
});

import { describe, expect, it } from 'vitest';
import { counterPosition, counterSamples } from '../../support/counter-wav.ts';
import { balance, ledgerEntry, type LedgerEntry } from '../../support/ledger.ts';

function chunk(firstSample: number, samples = counterSamples(100, firstSample)): LedgerEntry {
  const data = Buffer.from(samples.buffer).toString('base64');
  return ledgerEntry(0, { meetingId: 'm', chunkId: `s1-${firstSample}`, data });
}

describe('the ledger that the faults are judged by', () => {
  it.each([0, 1, 65_534, 65_535, 65_536, 65_537, 16_000 * 60 * 60, 16_000 * 60 * 60 * 24 + 1])(
    'knows sample %d by its sound',
    (position) => {
      expect(counterPosition(counterSamples(2, position))).toBe(position);
    },
  );

  it('is content with a whole meeting', () => {
    const entries = [chunk(0), chunk(100), chunk(200)];
    expect(balance(entries, 300)).toEqual({ missing: 0, twice: 0, repeatedChunks: 0, inOrder: true });
  });

  it('counts what never came', () => {
    expect(balance([chunk(0), chunk(200)], 350)).toMatchObject({ missing: 150, inOrder: false });
  });

  it('counts what came twice, and takes a repeated chunk for no disorder', () => {
    const entries = [chunk(0), chunk(100), chunk(0), chunk(100), chunk(200)];
    expect(balance(entries, 300)).toEqual({ missing: 0, twice: 200, repeatedChunks: 2, inOrder: true });
  });

  it('sees chunks that changed places', () => {
    expect(balance([chunk(100), chunk(0)], 200)).toMatchObject({ missing: 0, inOrder: false });
  });

  it('refuses a chunk with one wrong bit, and one that is not where its id says', () => {
    const damaged = counterSamples(100);
    damaged[57] = (damaged[57] ?? 0) ^ 1;
    expect(() => chunk(0, damaged)).toThrow('not whole');
    expect(() => chunk(0, counterSamples(100, 16))).toThrow('begins at sample 16');
  });
});

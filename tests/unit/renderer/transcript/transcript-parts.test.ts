import { expect, it } from 'vitest';
import { partsOf } from '../../../../src/renderer/transcript/transcript-parts.ts';
import type { TranscriptLine } from '../../../../src/shared/session/session.ts';

const line = (startSec: number): TranscriptLine => ({
  ...{ startSec, endSec: startSec + 2, text: `line at ${startSec}`, speaker: 'system', flags: [] },
});
const gap = (startSec: number) => ({ startSec, endSec: startSec + 5, speaker: 'system', reason: null });

const startsOf = (parts: ReturnType<typeof partsOf>): string[] =>
  parts.map((part) =>
    'gap' in part ? `missing ${part.gap.startSec}` : `${part.index}: ${part.line.startSec}`,
  );

it('puts what lacks words between the lines where it was said, and leaves the lines in their order', () => {
  expect(startsOf(partsOf([line(2), line(20), line(18)], [gap(50), gap(10), gap(12)]))).toEqual([
    ...['0: 2', 'missing 10', 'missing 12', '1: 20', '2: 18', 'missing 50'],
  ]);
});

it('shows what is missing where there is no line at all, and lines alone where nothing is', () => {
  expect(startsOf(partsOf([], [gap(3)]))).toEqual(['missing 3']);
  expect(startsOf(partsOf([line(2)], []))).toEqual(['0: 2']);
});

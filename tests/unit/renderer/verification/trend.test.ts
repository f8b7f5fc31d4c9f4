import { expect, test } from 'vitest';
import { beforeAndAfter, chosenWith, trendOf } from '../../../../src/renderer/verification/trend.ts';
import { summaryOfRun } from '../../../../src/main/core/verification/report/compare.ts';
import type { RunSummary } from '../../../../src/shared/verification/verification.ts';
import { sampleRun } from '../../../support/verification-samples.ts';

const run = (runId: string, firstResultMs: number | null, more: Partial<RunSummary> = {}): RunSummary => ({
  ...summaryOfRun(sampleRun),
  runId,
  ...more,
  figures: { ...sampleRun.figures, firstResultMs },
});

test('a trend is of one target, oldest first, without runs that were stopped or did not measure it', () => {
  const runs = [
    run('5', 900),
    run('4', 1, { state: 'cancelled' }),
    run('3', null),
    run('2', 2, { target: 'another' }),
    run('1', 1_200),
  ];
  expect(trendOf(runs, sampleRun.target, 'firstResultMs')).toEqual([1_200, 900]);
  expect(trendOf(runs, 'nobody', 'firstResultMs')).toEqual([]);
});

test('two runs are compared, the older one as before, whichever was chosen first', () => {
  const runs = [run('new', 1), run('mid', 1), run('old', 1)];
  expect(beforeAndAfter(runs, ['new'])).toBeNull();
  expect(beforeAndAfter(runs, chosenWith(['new'], 'old'))).toEqual(['old', 'new']);
  expect(beforeAndAfter(runs, chosenWith(chosenWith(['new'], 'old'), 'mid'))).toEqual(['old', 'mid']);
  expect(chosenWith(['new', 'old'], 'new')).toEqual(['old']);
  // One that was forgotten meanwhile is no longer there to be compared.
  expect(beforeAndAfter(runs, ['gone', 'new'])).toBeNull();
});

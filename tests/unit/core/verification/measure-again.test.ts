import { describe, expect, it } from 'vitest';
import { sayIt } from '../../../../src/shared/words/all-words.ts';
import { measureAgain, triesOf } from '../../../../src/main/core/verification/bench/measure-again.ts';
import { createFastClock } from '../../../support/fast-clock.ts';

const bench = (leftMs: number): Parameters<typeof measureAgain>[0] => ({
  clock: createFastClock(1_000),
  signal: new AbortController().signal,
  leftMs: () => leftMs,
});

/** Measures what was given, one after another. */
const each = (all: readonly string[]): (() => Promise<string>) => {
  const left = all.values();
  return () => Promise.resolve(left.next().value ?? 'nothing');
};

const isDisturbed = (measured: string): boolean => measured === 'disturbed';

describe('what other work disturbs', () => {
  it.each([
    [['good', 'disturbed'], 'good', 1],
    [['disturbed', 'good', 'disturbed'], 'good', 2],
    [['disturbed', 'disturbed', 'good'], 'good', 3],
    [['disturbed', 'disturbed', 'disturbed', 'good'], 'disturbed', 3],
  ])('is measured again: %j ends with %s', async (all, measured, tries) => {
    const answer = await measureAgain(bench(Number.POSITIVE_INFINITY), each(all), isDisturbed);
    expect(answer).toEqual({ measured, tries });
  });

  it('is not measured again when a quick run needs the time for the rest', async () => {
    const answer = await measureAgain(bench(20_500), each(['disturbed', 'good']), isDisturbed);
    expect(answer).toEqual({ measured: 'disturbed', tries: 1 });
  });

  it('ends with a run that is stopped', async () => {
    const stop = new AbortController();
    const measured = measureAgain(
      { ...bench(Number.POSITIVE_INFINITY), signal: stop.signal },
      () => {
        stop.abort(new Error('stopped'));
        return Promise.resolve('disturbed');
      },
      isDisturbed,
    );
    await expect(measured).rejects.toThrow('stopped');
  });

  it('says how often that was', () => {
    expect([1, 3].flatMap(triesOf).map((said) => sayIt(said))).toEqual(['It was measured 3 times.']);
  });
});

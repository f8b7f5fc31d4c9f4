import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import { answerKey } from '../../../../src/renderer/connection/bridge-hooks.ts';
import { keepTold, renewAnswers } from '../../../../src/renderer/connection/use-live-answers.ts';
import type { Status } from '../../../../src/shared/session/status.ts';
import { statusNumber } from '../../../support/fake-core.ts';
import { waitUntil } from '../../../support/wait-until.ts';

const queryKey = answerKey('status.get', {});
const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
afterEach(() => cache.clear());

/** A page that looks at the status; its questions are answered when the test wants. */
function lookAtStatus() {
  const answers: ((status: Status) => void)[] = [];
  const observer = new QueryObserver<Status>(cache, {
    queryKey,
    queryFn: () => new Promise<Status>((resolve) => answers.push(resolve)),
  });
  const shown: (number | undefined)[] = [];
  observer.subscribe(({ data }) => {
    if (shown.at(-1) !== data?.storedEvents) shown.push(data?.storedEvents);
  });
  return { answers, shown };
}

it.each(['the first', 'a further'])(
  'shows what was told after %s question, and not the older answer that comes after it',
  async (which) => {
    const { answers, shown } = lookAtStatus();
    if (which === 'a further') {
      answers.shift()?.(statusNumber(1));
      await waitUntil(() => expect(shown).toEqual([1]));
      void cache.invalidateQueries({ queryKey });
    }
    await waitUntil(() => expect(answers).toHaveLength(1));
    keepTold(cache, 'status.get', statusNumber(3));
    await waitUntil(() => expect(answers).toHaveLength(2));
    answers[0]?.(statusNumber(2));
    answers[1]?.(statusNumber(4));
    await waitUntil(() => expect(shown.at(-1)).toBe(4));
    expect(shown).not.toContain(2);
  },
);

it('asks nothing for what was told while no answer is on its way', async () => {
  const { answers, shown } = lookAtStatus();
  answers.shift()?.(statusNumber(1));
  await waitUntil(() => expect(shown).toEqual([1]));
  keepTold(cache, 'status.get', statusNumber(2));
  await waitUntil(() => expect(shown).toEqual([1, 2]));
  expect(answers).toEqual([]);
});

it('follows a first answer, that was on its way when something changed, by another one', async () => {
  const { answers, shown } = lookAtStatus();
  renewAnswers(cache, queryKey);
  answers.shift()?.(statusNumber(1));
  await waitUntil(() => expect(answers).toHaveLength(1));
  answers.shift()?.(statusNumber(2));
  await waitUntil(() => expect(shown.at(-1)).toBe(2));
});

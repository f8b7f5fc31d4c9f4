import { expect, test } from 'vitest';
import { sleep } from '../../../../../src/main/core/lifecycle/time/sleep.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

function watch(promise: Promise<void>): { done: boolean } {
  const state = { done: false };
  void promise.then(() => {
    state.done = true;
  });
  return state;
}

test('sleeps for the time given, and leaves no timer', async () => {
  const clock = createFakeClock();
  const sleeping = watch(sleep(clock, 1_000));
  await clock.advance(999);
  expect(sleeping.done).toBe(false);
  await clock.advance(1);
  expect(sleeping.done).toBe(true);
  expect(clock.pending()).toBe(0);
});

test.each([0, 1])('wakes up at the signal %i of two, and leaves no timer', async (which) => {
  const clock = createFakeClock();
  const controllers = [new AbortController(), new AbortController()];
  const sleeping = watch(sleep(clock, 1_000, ...controllers.map(({ signal }) => signal)));
  await clock.advance(10);
  controllers[which]?.abort();
  await clock.advance(0);
  expect(sleeping.done).toBe(true);
  expect(clock.pending()).toBe(0);
});

test('does not sleep at all when a signal has fired before, or for no time', async () => {
  const clock = createFakeClock();
  await sleep(clock, 1_000, AbortSignal.abort());
  await sleep(clock, 0);
  await sleep(clock, -5);
  expect(clock.pending()).toBe(0);
});

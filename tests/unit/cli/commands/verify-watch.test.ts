import { expect, it } from 'vitest';
import { watch } from '../../../../src/main/cli/commands/verify/watch.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

it('verifies again after each pause, whatever came of it, and is ended by Ctrl-C in a pause without a failure', async () => {
  const clock = createFakeClock();
  const stop = new AbortController();
  let runs = 0;
  const over = watch(() => Promise.resolve((runs += 1)), { clock, pauseMs: 30_000, signal: stop.signal });
  await clock.advance(29_999);
  expect(runs).toBe(1);
  await clock.advance(1);
  expect(runs).toBe(2);
  await clock.advance(60_000);
  expect(runs).toBe(4);
  stop.abort();
  await expect(over).resolves.toBe(130);
  expect([runs, clock.pending()]).toEqual([4, 0]);
});

it('makes no pause after a run that Ctrl-C stopped, and tells a run that could not begin', async () => {
  const clock = createFakeClock();
  const stop = new AbortController();
  const options = { clock, pauseMs: 30_000, signal: stop.signal };
  const gone = new Error('No target is called that.');
  await expect(watch(() => Promise.reject(gone), options)).rejects.toBe(gone);
  const stopped = async (): Promise<void> => {
    stop.abort();
    await Promise.resolve();
  };
  await expect(watch(stopped, options)).resolves.toBe(130);
  expect(clock.pending()).toBe(0);
});

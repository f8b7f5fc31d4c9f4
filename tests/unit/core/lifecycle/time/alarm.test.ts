import { expect, test } from 'vitest';
import { createAlarm } from '../../../../../src/main/core/lifecycle/time/alarm.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

test('a sleep ends by itself, and leaves no timer behind when it is ended before', async () => {
  const clock = createFakeClock();
  const alarm = createAlarm(clock);
  const woken: string[] = [];
  void alarm.sleep(1_000).then(() => woken.push('by itself'));
  await clock.advance(999);
  expect(woken).toEqual([]);
  await clock.advance(1);
  expect(woken).toEqual(['by itself']);
  const second = alarm.sleep(60_000);
  alarm.ring();
  await second;
  expect(clock.pending()).toBe(0);
});

test('what rings between the look and the sleep is not lost', async () => {
  const alarm = createAlarm(createFakeClock());
  alarm.set();
  alarm.ring();
  await alarm.sleep(60_000);
});

test('what rang before it was set counts no more', async () => {
  const clock = createFakeClock();
  const alarm = createAlarm(clock);
  alarm.ring();
  alarm.set();
  let isAwake = false;
  void alarm.sleep(1_000).then(() => {
    isAwake = true;
  });
  await clock.advance(999);
  expect(isAwake).toBe(false);
});

test('a signal ends it as well', async () => {
  const alarm = createAlarm(createFakeClock());
  const stop = new AbortController();
  const sleeping = alarm.sleep(60_000, stop.signal);
  stop.abort();
  await sleeping;
});

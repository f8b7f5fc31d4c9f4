import { expect, test } from 'vitest';
import { AppError } from '../../../../../src/shared/errors.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { deskOf, scriptedEngine } from '../../../../support/transcribing.ts';

const never = new AbortController().signal;

test('lets in as many requests as the settings allow, and the next in the order in which they came', async () => {
  const desk = deskOf(scriptedEngine(), createFakeClock(), { maxInFlight: () => Promise.resolve(1) });
  const leave = await desk.enter(never);
  const order: string[] = [];
  const second = desk.enter(never).then((end) => {
    order.push('second');
    return end;
  });
  const third = desk.enter(never).then(() => order.push('third'));
  await new Promise(setImmediate);
  expect([order, desk.inFlight()]).toEqual([[], 1]);
  leave();
  (await second)();
  await third;
  expect([order, desk.inFlight()]).toEqual([['second', 'third'], 1]);
});

test('whoever gives up while waiting does not swallow the turn of the next', async () => {
  const desk = deskOf(scriptedEngine(), createFakeClock(), { maxInFlight: () => Promise.resolve(1) });
  const leave = await desk.enter(never);
  const cancel = new AbortController();
  const cancelled = desk.enter(cancel.signal);
  const next = desk.enter(never);
  await new Promise(setImmediate);
  cancel.abort(new Error('cancelled'));
  leave();
  await next;
  await expect(cancelled).rejects.toThrow('cancelled');
  expect(desk.inFlight()).toBe(1);
});

test('makes its engine once, tries again when that failed, and makes it anew after a release', async () => {
  const engine = scriptedEngine();
  let made = 0;
  const desk = deskOf(engine, createFakeClock(), {
    makeEngine: () => {
      made += 1;
      return made === 1 ? Promise.reject(new AppError('engine-failed', 'no key')) : Promise.resolve(engine);
    },
  });
  await expect(desk.engine()).rejects.toThrow('no key');
  expect(await desk.engine()).toBe(engine);
  expect(await desk.engine()).toBe(engine);
  expect(made).toBe(2);
  desk.release();
  await desk.engine();
  expect(made).toBe(3);
});

test('holds every request back until its time has come, or somebody releases it', async () => {
  const clock = createFakeClock();
  let released = 0;
  const desk = deskOf(scriptedEngine(), clock, { onRelease: () => (released += 1) });
  const hold = { reason: 'Too many requests.', untilMs: clock.nowMs() + 10_000 };
  desk.hold(hold);
  expect([await desk.holdFor(10), desk.held()]).toEqual([hold, hold]);
  await clock.advance(10_000);
  expect([await desk.holdFor(10), desk.held()]).toEqual([null, null]);
  desk.hold({ reason: 'The key was refused.', untilMs: null });
  await clock.advance(86_400_000);
  expect(desk.held()?.reason).toBe('The key was refused.');
  desk.release();
  expect([desk.held(), released]).toEqual([null, 1]);
});

test('counts failures in a row until an answer comes', () => {
  const desk = deskOf(scriptedEngine(), createFakeClock());
  expect([desk.noteFailure(), desk.noteFailure()]).toEqual([1, 2]);
  desk.noteAnswer({});
  expect(desk.noteFailure()).toBe(1);
});

test('waits for the limits that the engine told, and says how much is left', async () => {
  const clock = createFakeClock();
  const desk = deskOf(scriptedEngine(), clock);
  desk.noteAnswer({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '30s' });
  expect(await desk.holdFor(10)).toEqual({
    reason: 'Scripted: its request quota is used up.',
    untilMs: clock.nowMs() + 30_000,
  });
  expect((await desk.left()).requestsTold).toBe(0);
  await clock.advance(30_000);
  expect(await desk.holdFor(10)).toBeNull();
});

test('nobody knows what is left of an engine that cannot be made', async () => {
  const desk = deskOf(scriptedEngine(), createFakeClock(), {
    makeEngine: () => Promise.reject(new AppError('engine-failed', 'no key')),
  });
  expect(await desk.left()).toEqual({ audioSecThisHour: null, requestsThisMinute: null, requestsTold: null });
});

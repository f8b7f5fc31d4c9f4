import { expect, test } from 'vitest';
import { createGate } from '../../../../../src/main/core/lifecycle/time/gate.ts';

const never = new AbortController().signal;

/** Slots that are taken by looking, as requests to an engine take them. */
function createSlots(free: number) {
  const gate = createGate();
  const taken: string[] = [];
  return {
    taken,
    take: (name: string, signal: AbortSignal = never): Promise<void> =>
      gate.until(() => {
        if (free === 0) return false;
        free -= 1;
        taken.push(name);
        return true;
      }, signal),
    give() {
      free += 1;
      gate.wake();
    },
  };
}

test('what holds already is not waited for', async () => {
  await createGate().until(() => true, never);
});

test('whoever waits goes on when what it waits for holds, and not before', async () => {
  const gate = createGate();
  let isReady = false;
  let isThrough = false;
  const waiting = gate
    .until(() => isReady, never)
    .then(() => {
      isThrough = true;
    });
  gate.wake();
  await new Promise(setImmediate);
  expect(isThrough).toBe(false);
  isReady = true;
  gate.wake();
  await waiting;
});

test('what is taken by looking is taken once, in the order of waiting, and no newcomer comes first', async () => {
  const slots = createSlots(0);
  const first = slots.take('first');
  const second = slots.take('second');
  slots.give();
  const newcomer = slots.take('newcomer');
  await first;
  expect(slots.taken).toEqual(['first']);
  slots.give();
  slots.give();
  await Promise.all([second, newcomer]);
  expect(slots.taken).toEqual(['first', 'second', 'newcomer']);
});

test('who gave up takes nothing: the next in the queue gets the turn', async () => {
  const slots = createSlots(0);
  const cancel = new AbortController();
  const cancelled = slots.take('cancelled', cancel.signal);
  const next = slots.take('next');
  cancel.abort(new Error('not any more'));
  slots.give();
  await next;
  await expect(cancelled).rejects.toThrow('not any more');
  expect(slots.taken).toEqual(['next']);
});

test('a signal that has fired before takes nothing, even of what is there', async () => {
  const slots = createSlots(1);
  await expect(slots.take('late', AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  await slots.take('next');
  expect(slots.taken).toEqual(['next']);
});

test('one who is woken may make the others give up', async () => {
  const cancel = new AbortController();
  const gate = createGate();
  let looks = 0;
  const first = gate.until(() => {
    if (looks === 0) return false;
    cancel.abort(new Error('both are not needed'));
    return true;
  }, never);
  const second = gate.until(() => {
    looks += 1;
    return looks > 1;
  }, cancel.signal);
  gate.wake();
  await first;
  await expect(second).rejects.toThrow('both are not needed');
  expect(looks).toBe(1);
});

import { expect, test } from 'vitest';
import { createTurnQueue, inTurn } from '../../../../../src/main/core/backend/meetings/turn-queue.ts';

test('work in one queue runs one at a time, in the order of asking', async () => {
  const turns = createTurnQueue();
  const order: string[] = [];
  const slow = inTurn([turns], async () => {
    order.push('slow begins');
    await Promise.resolve();
    order.push('slow ends');
  });
  const quick = inTurn([turns], () => void order.push('quick'));
  await Promise.all([slow, quick]);
  expect(order).toEqual(['slow begins', 'slow ends', 'quick']);
});

test('work that fails lets the next one in', async () => {
  const turns = createTurnQueue();
  const failing = inTurn([turns], () => Promise.reject(new Error('no')));
  const next = inTurn([turns], () => undefined);
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBeUndefined();
  expect(turns.isBusy()).toBe(false);
});

test('work in two queues waits for both, and crossing work never waits for each other', async () => {
  const [left, right] = [createTurnQueue(), createTurnQueue()];
  const order: number[] = [];
  await Promise.all([
    inTurn([left, right], () => void order.push(1)),
    inTurn([right, left], () => void order.push(2)),
    inTurn([left], () => void order.push(3)),
  ]);
  expect(order.toSorted()).toEqual([1, 2, 3]);
  expect(order.indexOf(1)).toBeLessThan(order.indexOf(2));
});

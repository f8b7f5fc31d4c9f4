import { expect, test } from 'vitest';
import { overAndOver, sliceOf } from '../../support/machine/over-and-over.ts';

test('slices have each number once', () => {
  const slices = ['1/3', '2/3', '3/3'].map((slice) => sliceOf(10, slice));
  expect(slices.map(({ length }) => length)).toEqual([3, 4, 3]);
  expect(slices.flat()).toEqual(sliceOf(10, undefined));
  expect(() => sliceOf(10, '4/3')).toThrow('written as 2/5');
});

test('does all of it, and then says how many failed and which was the first', async () => {
  const done: number[] = [];
  const doing = overAndOver('tries', 7, (number) => {
    done.push(number);
    return number % 3 === 1 ? Promise.reject(new Error(`no ${number}`)) : Promise.resolve();
  });
  await expect(doing).rejects.toMatchObject({
    message: 'tries: 2 of 7 failed, number 1 first.',
    cause: { message: 'no 1' },
  });
  expect(done.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

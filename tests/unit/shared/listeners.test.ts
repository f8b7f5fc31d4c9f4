import { expect, test } from 'vitest';
import { createListeners } from '../../../src/shared/listeners.ts';

test('all who listen hear it, in the order in which they came', () => {
  const heard: string[] = [];
  const listeners = createListeners<number>();
  listeners.add((value) => heard.push(`a${value}`));
  listeners.add((value) => heard.push(`b${value}`));
  listeners.tell(1);
  listeners.tell(2);
  expect(heard).toEqual(['a1', 'b1', 'a2', 'b2']);
});

test('a function that was added twice hears twice, and is ended one by one', () => {
  let heard = 0;
  const listeners = createListeners<undefined>();
  const hear = (): void => void (heard += 1);
  const endFirst = listeners.add(hear);
  listeners.add(hear);
  listeners.tell(undefined);
  expect([heard, listeners.count()]).toEqual([2, 2]);
  endFirst();
  endFirst();
  listeners.tell(undefined);
  expect([heard, listeners.count()]).toEqual([3, 1]);
});

test('who is added while something is told hears the next thing; who is taken away hears nothing more', () => {
  const heard: string[] = [];
  const listeners = createListeners<number>();
  let endSecond = (): void => undefined;
  listeners.add((value) => {
    heard.push(`first ${value}`);
    endSecond();
    if (value === 1) listeners.add((later) => heard.push(`added ${later}`));
  });
  endSecond = listeners.add((value) => heard.push(`second ${value}`));
  listeners.tell(1);
  listeners.tell(2);
  expect(heard).toEqual(['first 1', 'first 2', 'added 2']);
});

test('one that fails keeps no other from hearing, and its failure is not lost', () => {
  const listeners = createListeners<number>();
  const heard: number[] = [];
  listeners.add(() => {
    throw new Error('a defect');
  });
  listeners.add((value) => heard.push(value));
  expect(() => listeners.tell(1)).toThrow('a defect');
  expect(heard).toEqual([1]);
});

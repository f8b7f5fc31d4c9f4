import { expect, it } from 'vitest';
import { createKeptBytes } from '../../../../src/main/core/session/run/kept-bytes.ts';
import type { ByteCounts } from '../../../../src/shared/session/session.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const counted = (out: number): ByteCounts => ({ out, in: 1, plainOut: 2 * out });

it('stores what has changed, at most every two seconds, and once more what could not be stored', async () => {
  const clock = createFakeClock();
  const stored: ByteCounts[] = [];
  let now = { out: 0, in: 0, plainOut: 0 };
  let isFull = false;
  const keep = createKeptBytes({
    clock,
    read: () => now,
    store: (bytes) => (isFull ? Promise.reject(new Error('full')) : Promise.resolve(void stored.push(bytes))),
  });
  keep();
  expect(stored).toEqual([]);
  now = counted(10);
  keep();
  now = counted(20);
  keep();
  await clock.advance(1_999);
  keep();
  expect(stored).toEqual([counted(10)]);
  await clock.advance(1);
  isFull = true;
  keep();
  await clock.advance(2_000);
  isFull = false;
  keep();
  expect(stored).toEqual([counted(10), counted(20)]);
  await clock.advance(2_000);
  keep();
  expect(stored).toHaveLength(2);
});

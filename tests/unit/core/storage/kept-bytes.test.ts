import { expect, it } from 'vitest';
import { createKeptBytes } from '../../../../src/main/core/storage/kept-bytes.ts';
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
  keep.note();
  expect(stored).toEqual([]);
  now = counted(10);
  keep.note();
  now = counted(20);
  keep.note();
  await clock.advance(1_999);
  keep.note();
  expect(stored).toEqual([counted(10)]);
  await clock.advance(1);
  isFull = true;
  keep.note();
  await clock.advance(2_000);
  isFull = false;
  keep.note();
  expect(stored).toEqual([counted(10), counted(20)]);
  await clock.advance(2_000);
  keep.note();
  expect(stored).toHaveLength(2);
});

it('tells what came since the last that was stored, and at the end what is left', async () => {
  const clock = createFakeClock();
  const added: ByteCounts[] = [];
  let now = counted(10);
  let isFull = false;
  const keep = createKeptBytes({
    clock,
    read: () => now,
    store: (_, more) => (isFull ? Promise.reject(new Error('full')) : Promise.resolve(void added.push(more))),
  });
  keep.note();
  await clock.advance(2_000);
  isFull = true;
  now = { out: 15, in: 3, plainOut: 30 };
  keep.note();
  await clock.advance(1);
  isFull = false;
  now = { out: 18, in: 4, plainOut: 36 };
  await keep.finish();
  await keep.finish();
  expect(added).toEqual([counted(10), { out: 8, in: 3, plainOut: 16 }]);
});

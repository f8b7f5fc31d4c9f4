import { expect, test } from 'vitest';
import { createThreadSource } from '../../../../src/main/core/samples/sources/thread-source.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

test('a thread that hangs is told by how long it has, and holds up the measurement of no other', async () => {
  const clock = createFakeClock();
  let answer = (_bytes: number | null): void => undefined;
  const source = createThreadSource(
    {
      writer: { utilisation: () => 1, heapUsedBytes: () => new Promise((resolve) => (answer = resolve)) },
      reader: { utilisation: () => 0.1, heapUsedBytes: () => Promise.resolve(5) },
    },
    clock,
  );
  const read = async (): Promise<Record<string, number>> => {
    const figures = Promise.resolve(source.read());
    await clock.advance(500);
    return figures;
  };
  expect(await read()).toEqual({
    'thread.reader.heapUsedBytes': 5,
    'thread.reader.utilisation': 0.1,
    'thread.writer.utilisation': 1,
  });
  await clock.advance(10_000);
  expect((await read())['thread.writer.silentMs']).toBe(11_000);
  answer(7);
  await clock.advance(0);
  expect(await read()).not.toHaveProperty(['thread.writer.silentMs']);
});

test('a thread is woken for its memory every five seconds, and is as busy as it was since the last look', async () => {
  const clock = createFakeClock();
  let asked = 0;
  let looks = 0;
  const source = createThreadSource(
    {
      reader: {
        utilisation: () => (looks += 1) / 100,
        heapUsedBytes: () => Promise.resolve((asked += 1)),
      },
    },
    clock,
  );
  const seen: Record<string, number>[] = [];
  for (let second = 0; second < 11; second += 1) {
    seen.push(await source.read());
    await clock.advance(1_000);
  }
  expect(seen.map((figures) => figures['thread.reader.heapUsedBytes'])).toEqual([
    1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3,
  ]);
  expect(seen.at(-1)).toMatchObject({ 'thread.reader.utilisation': 0.11 });
});

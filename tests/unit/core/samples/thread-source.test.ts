import { expect, test } from 'vitest';
import { createThreadSource } from '../../../../src/main/core/samples/sources/thread-source.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

test('a thread that hangs is told by how long it has, and holds up the measurement of no other', async () => {
  const clock = createFakeClock();
  let answer = (): void => undefined;
  const source = createThreadSource(
    {
      writer: { measure: never, answer: () => new Promise((resolve) => (answer = resolve)) },
      reader: {
        measure: () => Promise.resolve({ heapUsedBytes: 5, utilisation: 0.1 }),
        answer: () => Promise.resolve(),
      },
    },
    clock,
  );
  const read = async (): Promise<Record<string, number>> => {
    const figures = Promise.resolve(source.read());
    await clock.advance(500);
    return figures;
  };
  expect(await read()).toEqual({ 'thread.reader.heapUsedBytes': 5, 'thread.reader.utilisation': 0.1 });
  await clock.advance(10_000);
  expect((await read())['thread.writer.silentMs']).toBe(11_000);
  answer();
  await clock.advance(0);
  expect(await read()).not.toHaveProperty(['thread.writer.silentMs']);
});

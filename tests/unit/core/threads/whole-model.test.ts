import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isWholeModel } from '../../../../src/main/core/threads/whole-model.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const numbers = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);

/** A model with two filters, three words, and tensors of 64 numbers: one plain, one in blocks of 32. */
const model = Buffer.concat([
  Buffer.from('lmgg', 'latin1'),
  numbers(...Array<number>(11).fill(1)),
  ...[numbers(1, 2), Buffer.alloc(8), numbers(3)],
  ...['a', 'be', 'sea'].flatMap((word) => [numbers(word.length), Buffer.from(word)]),
  ...[numbers(2, 4, 0, 8, 8), Buffer.from('full'), Buffer.alloc(64 * 4)],
  ...[numbers(1, 5, 7, 64), Buffer.from('small'), Buffer.alloc(2 * 24)],
]);

async function isWhole(bytes: Buffer, folder?: string): Promise<boolean> {
  const path = join(folder ?? (await makeTemporaryFolder()), 'model.bin');
  await writeFile(path, bytes);
  return isWholeModel(path);
}

test('a model is whole when it ends with its last tensor, or has none', async () => {
  expect(await isWhole(model)).toBe(true);
  expect(await isWhole(model.subarray(0, model.length - (16 + 5 + 48) - (20 + 4 + 256)))).toBe(true);
});

test('a model that is cut off anywhere else is not', async () => {
  const whole = [model.length, model.length - 69, model.length - 69 - 280];
  const folder = await makeTemporaryFolder();
  for (let length = 0; length < model.length; length += 1)
    if (!whole.includes(length))
      expect(await isWhole(model.subarray(0, length), folder), `${length} bytes`).toBe(false);
});

test('a model of a kind of numbers that is not known here is left to the loader', async () => {
  expect(await isWhole(Buffer.concat([model, numbers(1, 1, 99, 32), Buffer.from('x')]))).toBe(true);
});

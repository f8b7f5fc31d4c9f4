import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  placeWindow,
  readWindowBounds,
  saveWindowBounds,
} from '../../../../src/main/electron/window/window-bounds.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const saved = (bounds: Partial<typeof screen>) => ({
  bounds: { x: 100, y: 100, width: 1000, height: 700, ...bounds },
  isMaximized: false,
});

describe('the window', () => {
  test('comes back where it was', () => {
    expect(placeWindow(saved({}), [screen])).toEqual({ x: 100, y: 100, width: 1000, height: 700 });
  });

  test.each([
    ['a screen that is gone', { x: 2500 }],
    ['above the screen, where nobody can take hold of it', { y: -200 }],
    ['below it', { y: 1080 }],
  ])('keeps its size but not its place on %s', (_where, bounds) => {
    expect(placeWindow(saved(bounds), [screen])).toEqual({ width: 1000, height: 700 });
  });

  test('may hang over an edge', () => {
    expect(placeWindow(saved({ x: -800 }), [screen])).toMatchObject({ x: -800 });
  });

  test('is never too small to be used', () => {
    expect(placeWindow(saved({ width: 10, height: 10 }), [screen])).toMatchObject({
      width: 420,
      height: 480,
    });
  });

  test('has a place of its own choice for the first time', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1120, height: 760 });
  });
});

describe('the file of its place', () => {
  test('is read as it was written', async () => {
    const path = join(await makeTemporaryFolder(), 'window.json');
    await saveWindowBounds(path, saved({}));
    expect(await readWindowBounds(path)).toEqual(saved({}));
  });

  test.each(['', 'not json', '{"bounds":{"x":"left"}}', '[]'])(
    'is passed over when it holds %j',
    async (text) => {
      const path = join(await makeTemporaryFolder(), 'window.json');
      await writeFile(path, text);
      expect(await readWindowBounds(path)).toBeNull();
    },
  );
});

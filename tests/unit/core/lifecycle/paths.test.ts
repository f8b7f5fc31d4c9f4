import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPaths, defaultHome } from '../../../../src/main/core/lifecycle/paths.ts';

describe('the home folder', () => {
  test('is what SCRUMBOT_HOME says, from the current folder', () => {
    expect(defaultHome({ SCRUMBOT_HOME: 'some/folder' })).toBe(resolve('some', 'folder'));
  });

  test.each([{}, { SCRUMBOT_HOME: '' }])(
    "is the system's place for an application's data given %j",
    (environment) => {
      const home = defaultHome(environment);
      expect(isAbsolute(home)).toBe(true);
      expect(home).toMatch(/scrumbot/i);
    },
  );

  test('becomes absolute', () => {
    expect(createPaths('x', 'file:///app/main.js').home).toBe(join(process.cwd(), 'x'));
  });
});

describe("a worker's script", () => {
  test('is TypeScript of the core in a checkout', () => {
    const paths = createPaths('/home', 'file:///app/src/main/cli/main.ts');
    expect(paths.workerEntry('writer-worker').href).toBe(
      'file:///app/src/main/core/threads/writer-worker.ts',
    );
  });

  test('lies beside the entry file when built', () => {
    const paths = createPaths('/home', 'file:///app/out/main/main.js');
    expect(paths.workerEntry('reader-worker').href).toBe('file:///app/out/main/reader-worker.js');
  });
});

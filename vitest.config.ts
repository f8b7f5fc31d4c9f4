import { defineConfig } from 'vitest/config';

type ProjectOptions = {
  testTimeout: number;
  fileParallelism?: boolean;
  /** How long `expect.poll` waits unless told otherwise. */
  expect?: { poll: { timeout: number } };
};

const project = (name: string, options: ProjectOptions) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    hookTimeout: 60_000,
    ...options,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', { testTimeout: 10_000 }),
      project('contract', { testTimeout: 15_000 }),
      project('integration', { testTimeout: 60_000 }),
      // One Chromium at a time: the machine's two cores are part of what e2e tests measure by.
      project('e2e', {
        testTimeout: 120_000,
        fileParallelism: false,
        expect: { poll: { timeout: 10_000 } },
      }),
    ],
  },
});

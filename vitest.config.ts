import { defineConfig } from 'vitest/config';

const project = (name: string, options: { testTimeout: number; fileParallelism?: boolean }) => ({
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
      project('e2e', { testTimeout: 120_000, fileParallelism: false }),
    ],
  },
});

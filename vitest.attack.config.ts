import { defineConfig } from 'vitest/config';

/** Attacks that take longer than the usual run may: "npm run test:attack". */
export default defineConfig({
  test: {
    name: 'attack',
    include: ['tests/attack/**/*.test.ts'],
    testTimeout: 600_000,
    fileParallelism: false,
  },
});

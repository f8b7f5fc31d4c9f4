import { defineConfig } from 'vitest/config';

/** Attacks that take longer than the usual run may: "npm run test:attack". */
export default defineConfig({
  test: {
    name: 'attack',
    include: ['tests/attack/**/*.test.ts'],
    globalSetup: ['./tests/support/machine/global-setup.ts'],
    setupFiles: ['./tests/support/machine/setup.ts'],
    reporters: ['default', './tests/support/machine/reporter.ts'],
    provide: { kind: 'long' },
    fileParallelism: false,
  },
});

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import type { limits } from './tests/support/machine/limits.ts';
import { WaitingFirst } from './tests/support/machine/waiting-first.ts';

type Kind = keyof typeof limits.testMs;

const project = (name: string, kind: Kind, include: string[]) => ({
  test: {
    name,
    include,
    setupFiles: ['./tests/support/machine/setup.ts'],
    // Time limits are set there, once the machine has been measured.
    provide: { kind },
  },
});

const kinds = ['unit', 'contract', 'integration'] as const;

/** `npm run test:long` (mode "long") takes the tests that say how much of something they do, and does all of it. */
export default defineConfig(({ mode }) => {
  const isLongRun = mode === 'long';
  return {
    test: {
      globalSetup: ['./tests/support/machine/global-setup.ts'],
      reporters: ['default', './tests/support/machine/reporter.ts'],
      env: { SCRUMBOT_TEST_LONG: isLongRun ? '1' : '0' },
      // Two more than there are cores: most of what the slow ones do is to wait.
      maxWorkers: isLongRun ? 1 : availableParallelism() + 2,
      sequence: { sequencer: WaitingFirst },
      projects: isLongRun
        ? [project('long', 'long', ['tests/**/*.long.test.ts'])]
        : [
            ...kinds.map((kind) => project(kind, kind, [`tests/${kind}/**/*.test.{ts,tsx}`])),
            project('e2e', 'e2e', ['tests/e2e/*.test.ts']),
            project('e2e-desktop', 'e2e', ['tests/e2e/electron/**/*.test.ts']),
          ],
    },
  };
});

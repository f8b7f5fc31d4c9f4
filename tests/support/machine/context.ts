import type { Lacks } from './find-lacks.ts';
import type { limits } from './limits.ts';

declare module 'vitest' {
  // Vitest's own are interfaces, which is what lets them grow.
  /* eslint-disable @typescript-eslint/consistent-type-definitions */
  interface ProvidedContext {
    lacks: Lacks;
    /** What `-t` asked for; empty where all tests run. */
    namePattern: string;
    /** Which time limit a project's tests have. */
    kind: keyof typeof limits.testMs;
  }
  interface TaskMeta {
    /** Why a test is skipped here; empty where it runs. */
    lacks?: string;
  }
  /* eslint-enable @typescript-eslint/consistent-type-definitions */
}

import { onTestFinished } from 'vitest';
import { pino } from 'pino';
import { startCore, type Core } from '../../src/main/core/core.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import type { Clock, Notify } from '../../src/main/core/ports/ports.ts';
import { builtWorker } from './built.ts';

type TestCoreOptions = {
  home: string;
  resumesDelivery?: boolean;
  clock?: Clock;
  environment?: NodeJS.ProcessEnv;
  notify?: Notify;
  /** Another writer thread, for faults of it. */
  writerEntry?: URL;
};

/** The whole core in the test's own process; it is stopped with the test. */
export async function startTestCore(options: TestCoreOptions): Promise<Core> {
  const core = await startSharedCore(options);
  onTestFinished(() => core.stop());
  return core;
}

/** The same for several tests; whoever starts it stops it. */
export function startSharedCore(options: TestCoreOptions): Promise<Core> {
  return startCore({
    resumesDelivery: options.resumesDelivery ?? false,
    paths: {
      home: options.home,
      workerEntry: (name) =>
        name === 'writer-worker' && options.writerEntry !== undefined
          ? options.writerEntry
          : builtWorker(name),
    },
    clock: options.clock ?? createSystemClock(),
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    platform: process.platform,
    environment: options.environment ?? process.env,
    ...(options.notify && { notify: options.notify }),
  });
}

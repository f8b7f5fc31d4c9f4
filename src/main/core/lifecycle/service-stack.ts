import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../log/log.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** Something that was started and has to be stopped. */
export type Stoppable = { stop(): Promise<void> };

/** What has been started so far, in order. */
export type ServiceStack = {
  /** Adds what has just been started, and gives it back. It is left behind when it takes longer than its time to stop. */
  add<S extends Stoppable>(name: string, service: S, stopTimeoutMs?: number): S;
  /** Stops everything once, the newest first. A failure is logged and does not keep the others from stopping. */
  stop(): Promise<void>;
};

/** Lets `build` start services; when one of them cannot start, those before it are stopped again. */
export async function startTogether<Built>(
  log: Logger,
  build: (services: ServiceStack) => Promise<Built>,
): Promise<Built> {
  const services = createServiceStack(log);
  try {
    return await build(services);
  } catch (error) {
    await services.stop();
    throw error;
  }
}

// A service that hangs must not keep the others from closing their files.
const usualStopTimeoutMs = 3_000;

export function createServiceStack(log: Logger): ServiceStack {
  const running: { name: string; service: Stoppable; timeoutMs: number }[] = [];
  let stopping: Promise<void> | null = null;

  async function stopAll(): Promise<void> {
    for (let next = running.pop(); next !== undefined; next = running.pop()) {
      const { name } = next;
      await stopWithinTime(next).catch((error: unknown) => {
        log.error({ service: name, problem: messageOf(error) }, 'a service did not stop cleanly');
      });
    }
  }

  return {
    add(name, service, stopTimeoutMs = usualStopTimeoutMs) {
      running.push({ name, service, timeoutMs: stopTimeoutMs });
      return service;
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

async function stopWithinTime({
  name,
  service,
  timeoutMs,
}: {
  name: string;
  service: Stoppable;
  timeoutMs: number;
}): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('internal', sentence('host.does-not-stop', { name, ms: timeoutMs })));
    }, timeoutMs);
  });
  try {
    await Promise.race([service.stop(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** What is stopped at once, as a service. */
export function stoppable(stop: () => void): { stop(): Promise<void> } {
  return {
    stop() {
      stop();
      return Promise.resolve();
    },
  };
}

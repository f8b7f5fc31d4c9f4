import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../log/logger.ts';

/** Something that was started and has to be stopped. */
export type Stoppable = { stop(): Promise<void> };

/** What has been started so far, in order. */
export type ServiceStack = {
  /** Adds what has just been started, and gives it back. */
  add<S extends Stoppable>(name: string, service: S): S;
  /** Stops everything, the newest first. A failure is logged and does not keep the others from stopping. */
  stop(): Promise<void>;
};

// A service that hangs must not keep the others from closing their files.
const stopTimeoutMs = 3_000;

export function createServiceStack(log: Logger): ServiceStack {
  const running: { name: string; service: Stoppable }[] = [];
  return {
    add(name, service) {
      running.push({ name, service });
      return service;
    },
    async stop() {
      for (let next = running.pop(); next !== undefined; next = running.pop()) {
        const { name, service } = next;
        await withinTime(name, service.stop()).catch((error: unknown) => {
          log.error({ service: name, problem: messageOf(error) }, 'a service did not stop cleanly');
        });
      }
    },
  };
}

async function withinTime(name: string, stopping: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('internal', `${name} did not stop within ${stopTimeoutMs} ms`));
    }, stopTimeoutMs);
  });
  try {
    await Promise.race([stopping, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

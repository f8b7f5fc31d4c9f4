import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../log/logger.ts';

/** Something that runs between start and stop and owns what it starts. */
export type Service = {
  name: string;
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};

export type ServiceGroup = { start(signal: AbortSignal): Promise<void>; stop(): Promise<void> };

// A service that hangs must not keep the others from closing their files.
const stopTimeoutMs = 3_000;

/**
 * Starts services in order and stops them in reverse. When one cannot start, those before it are stopped
 * again and its error is thrown.
 */
export function createServiceGroup(services: readonly Service[], log: Logger): ServiceGroup {
  const running: Service[] = [];

  async function stop(): Promise<void> {
    for (let service = running.pop(); service !== undefined; service = running.pop()) {
      await stopOne(service, log);
    }
  }

  return {
    async start(signal) {
      for (const service of services) {
        try {
          signal.throwIfAborted();
          await service.start(signal);
          running.push(service);
        } catch (error) {
          await stop();
          throw error;
        }
      }
    },
    stop,
  };
}

async function stopOne(service: Service, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('internal', `${service.name} did not stop within ${stopTimeoutMs} ms`));
    }, stopTimeoutMs);
  });
  try {
    await Promise.race([service.stop(), timeout]);
  } catch (error) {
    log.error({ service: service.name, problem: messageOf(error) }, 'service did not stop cleanly');
  } finally {
    clearTimeout(timer);
  }
}

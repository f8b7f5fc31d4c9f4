import type { Clock } from '../ports/ports.ts';
import type { Status } from '../../../shared/session/status.ts';

/** Publishes the status when something changes and, while a session runs, often enough for meters to look alive. */
export type StatusPublisher = {
  /** Something changed: the status goes out soon, together with what changes in the same moment. */
  changed(): void;
  stop(): Promise<void>;
};

// Ten a second is as fast as people read a meter; more only costs.
const soonMs = 100;
const meterMs = 200;

export function createStatusPublisher(options: {
  clock: Clock;
  read: () => Status;
  isActive: () => boolean;
  publish: (status: Status) => void;
}): StatusPublisher {
  const { clock } = options;
  let cancelNext: (() => void) | null = null;
  let soon = false;
  let stopped = false;

  function publish(): void {
    cancelNext = null;
    soon = false;
    options.publish(options.read());
    // No timer runs while nothing is recorded.
    if (options.isActive() && !stopped) cancelNext = clock.after(meterMs, publish);
  }

  return {
    changed() {
      if (stopped || soon) return;
      soon = true;
      cancelNext?.();
      cancelNext = clock.after(soonMs, publish);
    },
    stop() {
      stopped = true;
      cancelNext?.();
      return Promise.resolve();
    },
  };
}

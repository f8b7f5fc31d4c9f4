import type { Clock } from '../../ports/ports.ts';
import { sleep } from './sleep.ts';

/** A sleep that others can end. */
export type Alarm = {
  /** Call it before looking at what may change: what rings from then on ends the next sleep, or the one under way. */
  set(): void;
  ring(): void;
  /** Resolves after `ms`, when the alarm has rung since it was set, or when `signal` fires. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export function createAlarm(clock: Clock): Alarm {
  let rung = new AbortController();
  return {
    set() {
      rung = new AbortController();
    },
    ring: () => rung.abort(),
    sleep: (ms, signal) => sleep(clock, ms, rung.signal, ...(signal === undefined ? [] : [signal])),
  };
}

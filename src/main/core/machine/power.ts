import { createListeners } from '../../../shared/listeners.ts';
import { say } from '../../../shared/words/all-words.ts';
import type { RecordEvent } from '../ports/ports.ts';

/** What a host tells of the machine's sleep and of the screen. */
export const powerEvents = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'] as const;
export type PowerEvent = (typeof powerEvents)[number];

export type Power = {
  /** Records it; after a sleep, sources are opened again and connections prove themselves. */
  happened(event: PowerEvent): void;
  /** Answers how to end it. */
  onWake(listener: () => void): () => void;
};

/** The session that runs while the machine sleeps. */
type AsleepSession = {
  /** Its id; `null` where none runs. */
  runningId: () => string | null;
  wakeUp: () => void;
};

export function createPower(options: { record: RecordEvent } & AsleepSession): Power {
  const listeners = createListeners<undefined>();
  return {
    happened(event) {
      options.record({
        kind: 'capture',
        type: `power.${event}`,
        sessionId: options.runningId(),
        reason: say(`power.${event}`),
      });
      if (event !== 'resume') return;
      listeners.tell(undefined);
      options.wakeUp();
    },
    onWake: (listener) => listeners.add(listener),
  };
}

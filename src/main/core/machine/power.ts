import { createListeners } from '../../../shared/listeners.ts';
import type { RecordEvent } from '../ports/ports.ts';
import type { SessionService } from '../session/session-service.ts';

/** What a host tells of the machine's sleep and of the screen. */
export const powerEvents = ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'] as const;
export type PowerEvent = (typeof powerEvents)[number];

export type Power = {
  /** Records it; after a sleep, sources are opened again and connections prove themselves. */
  happened(event: PowerEvent): void;
  /** Answers how to end it. */
  onWake(listener: () => void): () => void;
};

const sentences: Readonly<Record<PowerEvent, string>> = {
  suspend: 'The computer goes to sleep.',
  resume: 'The computer woke up.',
  'lock-screen': 'The screen was locked. Recording goes on.',
  'unlock-screen': 'The screen was unlocked.',
  shutdown: 'The computer shuts down.',
};

export function createPower(options: { record: RecordEvent; sessions: () => SessionService }): Power {
  const listeners = createListeners<undefined>();
  return {
    happened(event) {
      const sessions = options.sessions();
      const isRunning = sessions.isRunning();
      options.record({
        kind: 'capture',
        type: `power.${event}`,
        sessionId: isRunning ? (sessions.current()?.summary().sessionId ?? null) : null,
        reason: sentences[event],
      });
      if (event !== 'resume') return;
      listeners.tell(undefined);
      sessions.wakeUp();
    },
    onWake: (listener) => listeners.add(listener),
  };
}

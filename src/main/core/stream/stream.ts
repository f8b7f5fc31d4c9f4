/**
 * Audio on its way to a ScrumBot backend: chunks kept as references, a link that reconnects, delivery proved by pongs.
 * Needs settings, the event store, and a built-in backend for the target of that name.
 * Owns the table of the outbox.
 */
import { tmpdir } from 'node:os';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { SessionReport } from '../../../shared/session/session.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { OpenedTarget } from '../ports/ports.ts';
import { createDelivery, type Delivery, type DeliveryOptions } from './delivery.ts';
import { openTarget, type TargetNeeds, type TargetRequest } from './open-target.ts';

export { createSessionStreams } from './session-streams.ts';
export type { Delivery } from './delivery.ts';

export type TargetOpener = (request: TargetRequest) => Promise<OpenedTarget>;

/** Makes targets ready, one a session. */
export function createTargetOpener(
  needs: Omit<TargetNeeds, 'settings' | 'temporaryFolder'> & { readSettings: () => Promise<Settings> },
): TargetOpener {
  return async (request) =>
    openTarget(request, { ...needs, settings: await needs.readSettings(), temporaryFolder: tmpdir() });
}

/** Sends what kept sessions have that their target has not. */
export function startDelivery(
  needs: DeliveryOptions & { showSession: (sessionId: string) => Promise<SessionReport> },
): Delivery & {
  handlers: Pick<Handlers, 'sessions.send' | 'sendings.list' | 'sendings.tryNow' | 'sendings.cancel'>;
} {
  const delivery = createDelivery(needs);
  return {
    ...delivery,
    handlers: {
      'sessions.send': async ({ sessionId, target }) => {
        await delivery.send(sessionId, target, 'brief');
        return needs.showSession(sessionId);
      },
      'sendings.list': () => Promise.resolve(delivery.sendings()),
      'sendings.tryNow'({ sessionId }) {
        delivery.tryNow(sessionId);
        return Promise.resolve({});
      },
      'sendings.cancel'({ sessionId }) {
        delivery.cancel(sessionId);
        return Promise.resolve({});
      },
    },
  };
}

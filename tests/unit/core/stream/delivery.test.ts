import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import {
  createDelivery,
  type Delivery,
  type DeliveryOptions,
} from '../../../../src/main/core/stream/delivery.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

type Look = ReturnType<DeliveryOptions['reads']['outbox']['listUnsent']>;

function never(): never {
  throw new Error('not used here');
}

/** A delivery that looks up what is undelivered by `listUnsent` and finds no session. */
function createLookingDelivery(listUnsent: () => Look): { delivery: Delivery; logged: string[] } {
  const logged: string[] = [];
  const delivery = createDelivery({
    home: '/nowhere',
    clock: createFakeClock(),
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
    record: never,
    reads: {
      sessions: { find: () => Promise.resolve(null), listTracks: never },
      outbox: { listUnsent, listUndelivered: never, queuedUpTo: never },
    },
    writes: {} as DeliveryOptions['writes'],
    openTracks: never,
    openTarget: never,
    isRecording: () => false,
    onListChange: () => undefined,
  });
  return { delivery, logged };
}

describe('resuming in the background', () => {
  it('is waited for by stop, so that it never asks a database that is closed already', async () => {
    const look = Promise.withResolvers<Awaited<Look>>();
    const { delivery } = createLookingDelivery(() => look.promise);
    void delivery.resume();
    let stopped = false;
    const stopping = delivery.stop().then(() => {
      stopped = true;
    });
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    look.resolve([{ sessionId: 'one', target: 'away' }]);
    await stopping;
    expect(stopped).toBe(true);
  });

  it('logs why it could not look, and does not reject', async () => {
    const problem = new AppError('storage-failed', 'The database is closed.');
    const { delivery, logged } = createLookingDelivery(() => Promise.reject(problem));
    await delivery.resume();
    expect(logged.join()).toContain('The database is closed.');
  });

  it('does nothing once stopped', async () => {
    let looks = 0;
    const { delivery } = createLookingDelivery(() => {
      looks += 1;
      return Promise.resolve([]);
    });
    await delivery.stop();
    await delivery.resume();
    expect(looks).toBe(0);
  });
});

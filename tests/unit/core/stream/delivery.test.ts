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

type KeptRow = NonNullable<Awaited<ReturnType<DeliveryOptions['reads']['sessions']['find']>>>;

function never(): never {
  throw new Error('not used here');
}

/** A delivery that looks up what is undelivered by `listUnsent` and finds no session. */
function createLookingDelivery(
  listUnsent: () => Look,
  kept: Partial<
    DeliveryOptions['reads']['sessions'] & Pick<DeliveryOptions, 'openTarget' | 'openTracks'>
  > = {},
): { delivery: Delivery; logged: string[] } {
  const logged: string[] = [];
  const delivery = createDelivery({
    home: '/nowhere',
    clock: createFakeClock(),
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
    record: () => undefined,
    reads: {
      sessions: {
        find: kept.find ?? (() => Promise.resolve(null)),
        listTracks: kept.listTracks ?? never,
        listTranscript: never,
      },
      outbox: { listUnsent, listUndelivered: never, queuedUpTo: never },
    },
    writes: {} as DeliveryOptions['writes'],
    openTracks: kept.openTracks ?? never,
    openTarget: kept.openTarget ?? never,
    isRecording: () => false,
    onListChange: () => undefined,
    topics: { publish: () => undefined },
  });
  return { delivery, logged };
}

describe('a kept session whose recording is missing', () => {
  it('is answered with the reason, and its target is closed', async () => {
    let closed = 0;
    const { delivery } = createLookingDelivery(never, {
      find: () => Promise.resolve({ sessionId: 's1', target: null, samples: 16_000 } as KeptRow),
      listTracks: () =>
        Promise.resolve([{ source: 'system', path: 'system.wav', samples: 16_000, gaps: [] }]),
      openTarget: () =>
        Promise.resolve({
          name: 'built-in',
          openStreaming: never,
          close: () => Promise.resolve(void (closed += 1)),
        }),
      openTracks: () => Promise.reject(new AppError('storage-failed', "system.wav can't be read")),
    });
    await expect(delivery.send('s1', undefined, 'brief')).rejects.toThrow("system.wav can't be read");
    expect([closed, delivery.isSending()]).toEqual([1, false]);
  });
});

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

import { expect, test } from 'vitest';
import { createTimings } from '../../../../src/main/core/samples/sources/timings.ts';
import { createTrafficSource } from '../../../../src/main/core/samples/sources/traffic-source.ts';
import type { Status } from '../../../../src/shared/session/status.ts';
import { recordingStatus } from '../../../e2e/support/samples.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

test('what stays in the sockets is told with how long something has, and nothing is told where none is open', async () => {
  const clock = createFakeClock();
  let status: Status = recordingStatus;
  const source = createTrafficSource({ clock, facts: () => status, roundTrips: createTimings() });
  async function read(socketWaitingBytes: number | null): Promise<(number | undefined)[]> {
    status = { ...recordingStatus, socketWaitingBytes };
    await clock.advance(1_000);
    const figures = await source.read();
    return [figures['link.waitingBytes'], figures['link.waitingSec']];
  }
  expect(await read(0)).toEqual([0, 0]);
  expect(await read(40_000)).toEqual([40_000, 0]);
  expect(await read(20_000)).toEqual([20_000, 1]);
  expect(await read(30_000)).toEqual([30_000, 2]);
  // It was empty once, so what waits now has not waited long.
  expect(await read(0)).toEqual([0, 0]);
  expect(await read(30_000)).toEqual([30_000, 0]);
  expect(await read(null)).toEqual([undefined, undefined]);
  expect(await read(30_000)).toEqual([30_000, 0]);
});

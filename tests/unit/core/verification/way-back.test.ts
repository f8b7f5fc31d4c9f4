import { describe, expect, it } from 'vitest';
import type { SpokenMeeting } from '../../../../src/main/core/verification/bench/bench.ts';
import { wayBack } from '../../../../src/main/core/verification/bench/way-back.ts';
import type { Received } from '../../../../src/main/core/verification/bench/connect.ts';
import type { StoredEvent } from '../../../../src/shared/events/events.ts';

const arrivedMs = Date.parse('2026-03-01T10:00:00Z');
const clock = { skewMs: -60_000, uncertaintyMs: 4, zoneMinutes: 120 };

/** One result that was here at `arrivedMs` and says that it was written then. */
function check(timestamp: string, known: typeof clock | null = clock): ReturnType<typeof wayBack> {
  const received: Received = {
    index: 0,
    atMs: 0,
    type: 'TRANSCRIPTION_RESULT',
    message: { type: 'TRANSCRIPTION_RESULT', data: { text: 'Hello', timestamp } },
  };
  const frame = { kind: 'frame', direction: 'in', connectionId: 'c', seq: 7, wallMs: arrivedMs };
  const spoken = { connection: { connectionId: 'c' } } as SpokenMeeting;
  const results = [{ received, text: 'Hello', isFinal: false, isTimeout: false }];
  return wayBack(known, spoken, { results, events: [frame as StoredEvent] });
}

const written = (ms: number, zone = ''): string => new Date(ms).toISOString().replace('Z', zone);

describe('how long results were on their way', () => {
  it("is told by the server's own times, its skew and its zone taken off", () => {
    // 80 ms before, by a clock that is a minute behind and two hours east without saying so.
    const local = check(written(arrivedMs - 80 - 60_000 + 7_200_000));
    expect(local).toMatchObject({ status: 'pass', value: 80, unit: 'ms', evidence: [7] });
    expect(local.found).toMatch(/80 ms ± 4 ms, .* its clock is -60000 ms from ours ± 4 ms/);
    expect(check(written(arrivedMs - 80 - 60_000, 'Z'))).toMatchObject({ status: 'pass', value: 80 });
  });

  it('is not claimed where the times do not fit the clock', () => {
    const future = check(written(arrivedMs - 60_000 + 500, 'Z'));
    expect(future).toMatchObject({ status: 'skip', value: null });
    expect(future.found).toMatch(/500 ms before they were written/);
  });

  it.each([
    ['nothing is known of the clock', written(arrivedMs), null],
    ['the results have no times', 'yesterday', clock],
    [
      'a time has no zone and the zone is not known',
      written(arrivedMs),
      { ...clock, zoneMinutes: null as never },
    ],
  ])('is left out where %s', (_where, timestamp, known) => {
    expect(check(timestamp, known)).toMatchObject({ status: 'skip', value: null });
  });
});

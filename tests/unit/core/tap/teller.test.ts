import { expect, test } from 'vitest';
import { createTeller } from '../../../../src/main/core/tap/thread/teller.ts';
import type { Batch } from '../../../../src/main/core/tap/thread/thread-messages.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { sampleTap } from '../../../support/fake-core.ts';

const place = { sessionId: 'tap-1', target: 'dev', connectionId: 'one', generation: 1 };
const frameOf = (bytes: number, fill: number) => ({
  place,
  direction: 'out' as const,
  data: Buffer.alloc(bytes, fill),
  isBinary: false,
  note: null,
});

function start() {
  const clock = createFakeClock();
  const posted: Batch[] = [];
  const teller = createTeller({
    clock,
    post: (batch) => posted.push(batch),
    status: () => ({ ...sampleTap, unrecorded: teller.unrecorded() }),
    place: () => ({ sessionId: place.sessionId, target: place.target }),
  });
  return { clock, posted, teller };
}

test('what is told in a moment goes in one batch, with the bytes of each frame', async () => {
  const { clock, posted, teller } = start();
  teller.frame(frameOf(3, 1));
  teller.event({ kind: 'connection', type: 'connection.open' });
  teller.frame(frameOf(2, 2));
  expect(posted).toEqual([]);
  await clock.advance(20);
  expect(posted).toHaveLength(1);
  expect([...new Uint8Array(posted[0]?.bytes ?? new ArrayBuffer(0))]).toEqual([1, 1, 1, 2, 2]);
  expect(posted[0]?.told.map(({ kind }) => kind)).toEqual(['frame', 'event', 'frame']);
});

test('a reader that does not keep up costs a bounded memory, and what it misses is counted and told', async () => {
  const { clock, posted, teller } = start();
  const mega = 1024 * 1024;
  for (let at = 0; at < 50; at += 1) teller.frame(frameOf(mega, 7));
  const held = posted.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  expect(held).toBe(31 * mega);
  expect(teller.unrecorded()).toBe(19);
  await clock.advance(20);
  expect(posted.at(-1)?.status.unrecorded).toBe(19);

  teller.taken(32 * mega);
  teller.frame(frameOf(1, 7));
  await clock.advance(20);
  expect(posted.at(-1)?.told).toMatchObject([
    { kind: 'event', draft: { type: 'tap.not-recorded', bytes: 19 * mega, fields: { count: 19 } } },
    { kind: 'frame', length: 1 },
  ]);
});

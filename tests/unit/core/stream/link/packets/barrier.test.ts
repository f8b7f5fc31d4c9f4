import { describe, expect, it } from 'vitest';
import { createBarrier, type Barrier } from '../../../../../../src/main/core/stream/link/packets/barrier.ts';
import { createFakeClock, type FakeClock } from '../../../../../support/fake-clock.ts';

const never = new AbortController().signal;

function setUp(hasProved = false): {
  barrier: Barrier;
  clock: FakeClock;
  proofs: string[];
  unproved: () => number;
  end: () => void;
} {
  const clock = createFakeClock();
  const proofs: string[] = [];
  const over = new AbortController();
  let unproved = 0;
  const barrier = createBarrier({
    clock,
    hasProved,
    onProof: (token) => proofs.push(token),
    onNoProof: () => (unproved += 1),
    signal: over.signal,
  });
  return { barrier, clock, proofs, unproved: () => unproved, end: () => over.abort() };
}

async function hasRoom(barrier: Barrier): Promise<boolean> {
  const waited = new AbortController();
  const room = barrier.room(waited.signal).then(
    () => true,
    () => false,
  );
  await Promise.resolve();
  waited.abort();
  return room;
}

describe('the barrier of one connection', () => {
  it('takes only pongs of its own pings, and each proves what was sent before it', () => {
    const { barrier, proofs } = setUp();
    for (const token of ['a', 'b', 'c']) barrier.pinged(token);
    expect(barrier.ponged('')).toBe(false);
    expect(barrier.ponged('other')).toBe(false);
    expect(barrier.ponged('b')).toBe(true);
    expect(barrier.ponged('b')).toBe(false);
    expect(barrier.ponged('a')).toBe(false);
    expect(proofs).toEqual(['b']);
  });

  it('lets two packets go without a pong, and more once pongs come fast', async () => {
    const { barrier } = setUp();
    barrier.pinged('1');
    expect(await hasRoom(barrier)).toBe(true);
    barrier.pinged('2');
    expect(await hasRoom(barrier)).toBe(false);
    barrier.ponged('2');
    for (const token of ['3', '4']) barrier.pinged(token);
    expect(await hasRoom(barrier)).toBe(true);
    barrier.pinged('5');
    expect(await hasRoom(barrier)).toBe(false);
  });

  it('goes back to two as soon as a pong is late', async () => {
    const { barrier, clock } = setUp(true);
    for (let n = 0; n < 10; n += 1) {
      barrier.pinged(`${n}`);
      barrier.ponged(`${n}`);
    }
    barrier.pinged('a');
    barrier.pinged('b');
    expect(await hasRoom(barrier)).toBe(true);
    await clock.advance(1_500);
    expect(await hasRoom(barrier)).toBe(false);
    barrier.ponged('a');
    expect(await hasRoom(barrier)).toBe(true);
    barrier.pinged('c');
    expect(await hasRoom(barrier)).toBe(false);
  });

  it('a line that is always slow has a window of its own', async () => {
    const { barrier, clock } = setUp();
    for (let n = 0; n < 4; n += 1) {
      barrier.pinged(`${n}`);
      await clock.advance(5_000);
      barrier.ponged(`${n}`);
    }
    for (const token of ['a', 'b', 'c']) barrier.pinged(token);
    await clock.advance(5_000);
    expect(await hasRoom(barrier)).toBe(true);
  });

  it('gives a target up that talks for 20 s and proves nothing, but waits for one that is silent or once proved', async () => {
    const talking = setUp();
    const silent = setUp();
    const slow = setUp(true);
    for (const { barrier } of [talking, silent, slow]) barrier.pinged('1');
    for (let sec = 0; sec < 25; sec += 1) {
      talking.barrier.heard();
      slow.barrier.heard();
      for (const { clock } of [talking, silent, slow]) await clock.advance(1_000);
    }
    expect([talking, silent, slow].map(({ unproved }) => unproved())).toEqual([1, 0, 0]);
    expect(talking.barrier.isGivenUp()).toBe(true);
    await talking.barrier.room(never);
    for (const { end } of [talking, silent, slow]) end();
    expect(silent.clock.pending()).toBe(0);
  });
});

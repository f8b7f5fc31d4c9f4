import { expect, test } from 'vitest';
import {
  createStatusPublisher,
  type StatusPublisher,
} from '../../../../src/main/core/health/status-publisher.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { statusNumber } from '../../../support/fake-core.ts';

type SetUp = {
  publisher: StatusPublisher;
  clock: FakeClock;
  /** When each status went out and what it said. */
  published: [atMs: number, value: number][];
  state: { active: boolean; value: number };
};

function setUp(): SetUp {
  const clock = createFakeClock();
  const published: [number, number][] = [];
  const state = { active: false, value: 0 };
  const publisher = createStatusPublisher({
    clock,
    read: () => statusNumber(state.value),
    isActive: () => state.active,
    publish: (status) => published.push([clock.monotonicMs(), status.storedEvents]),
  });
  return { publisher, clock, published, state };
}

test('nothing goes out and no timer runs while nothing changes', async () => {
  const { clock, published } = setUp();
  expect(clock.pending()).toBe(0);
  await clock.advance(60_000);
  expect(published).toEqual([]);
});

test('changes within 100 ms go out together, as they are then', async () => {
  const { publisher, clock, published, state } = setUp();
  for (let i = 1; i <= 9; i += 1) {
    state.value = i;
    publisher.changed();
    await clock.advance(10);
  }
  expect(published).toEqual([]);
  await clock.advance(10);
  expect(published).toEqual([[100, 9]]);
  expect(clock.pending()).toBe(0);
});

test('changes that never end go out ten times a second', async () => {
  const { publisher, clock, published } = setUp();
  for (let i = 0; i < 1_000; i += 10) {
    publisher.changed();
    await clock.advance(10);
  }
  expect(published).toHaveLength(10);
});

test('five go out each second while a session runs, and none after', async () => {
  const { publisher, clock, published, state } = setUp();
  state.active = true;
  publisher.changed();
  await clock.advance(1_100);
  expect(published.map(([atMs]) => atMs)).toEqual([100, 300, 500, 700, 900, 1_100]);
  state.active = false;
  publisher.changed();
  await clock.advance(60_000);
  expect(published.slice(6).map(([atMs]) => atMs)).toEqual([1_200]);
  expect(clock.pending()).toBe(0);
});

test('a change does not wait for the next beat of the meters, nor add a second row of them', async () => {
  const { publisher, clock, published, state } = setUp();
  state.active = true;
  publisher.changed();
  await clock.advance(100);
  publisher.changed();
  await clock.advance(500);
  expect(published.map(([atMs]) => atMs)).toEqual([100, 200, 400, 600]);
  expect(clock.pending()).toBe(1);
});

test('after the stop nothing goes out any more', async () => {
  const { publisher, clock, published, state } = setUp();
  state.active = true;
  publisher.changed();
  await publisher.stop();
  publisher.changed();
  expect(clock.pending()).toBe(0);
  await clock.advance(1_000);
  expect(published).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecorder } from '../../../../src/main/core/events/recorder.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { EventDraft, StampedEvent, StoredEvent } from '../../../../src/shared/events/events.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const diskFull = new AppError('storage-failed', 'The disk is full');

/** A recorder over a database that is a list; `insert` may be made to fail. */
function setUp(beforeInsert: (batch: StampedEvent[]) => Promise<void> | void = () => undefined) {
  const clock = createFakeClock();
  const stored: StampedEvent[] = [];
  const published: StoredEvent[] = [];
  const problems: (string | null)[] = [];
  const batchSizes: number[] = [];
  const recorder = createRecorder({
    clock,
    async insert(batch) {
      batchSizes.push(batch.length);
      await beforeInsert(batch);
      stored.push(...batch);
      return stored.length - batch.length + 1;
    },
    publish: (events) => published.push(...events),
    onProblem: (problem) => problems.push(problem?.message ?? null),
  });
  return { clock, stored, published, problems, batchSizes, recorder };
}

function draft(n: number): EventDraft {
  return { kind: 'session', type: `t${n}`, fields: { n } };
}

function types(events: readonly { type: string }[]): string[] {
  return events.map(({ type }) => type);
}

test('commits what came within 50 ms in one batch, then publishes it with its numbers', async () => {
  const { clock, published, batchSizes, recorder } = setUp();
  recorder.record(draft(1));
  await clock.advance(30);
  recorder.record(draft(2));
  expect(published).toEqual([]);
  await clock.advance(20);
  expect(batchSizes).toEqual([2]);
  expect(published.map(({ seq, type, wallMs, monoMs }) => ({ seq, type, wallMs, monoMs }))).toEqual([
    { seq: 1, type: 't1', wallMs: clock.nowMs() - 50, monoMs: 0 },
    { seq: 2, type: 't2', wallMs: clock.nowMs() - 20, monoMs: 30 },
  ]);
  expect(clock.pending()).toBe(0);
});

test('does not wait once 100 events are there, and takes up to 500 at once', async () => {
  const { clock, batchSizes, recorder } = setUp();
  for (let n = 0; n < 1_200; n += 1) recorder.record(draft(n));
  await clock.advance(0);
  expect(batchSizes).toEqual([100, 500, 500, 100]);
  recorder.record(draft(1_200));
  await clock.advance(49);
  expect(batchSizes).toHaveLength(4);
  await clock.advance(1);
  expect(batchSizes).toEqual([100, 500, 500, 100, 1]);
});

test('has one insert under way at a time', async () => {
  let running = 0;
  let most = 0;
  const { clock, published, recorder } = setUp(async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
  });
  for (let n = 0; n < 2_000; n += 1) recorder.record(draft(n));
  await Promise.all([recorder.flush(), recorder.flush()]);
  await clock.advance(1_000);
  expect(most).toBe(1);
  expect(types(published)).toEqual(Array.from({ length: 2_000 }, (_, n) => `t${n}`));
});

test('keeps a batch that cannot be stored, says so once, and stores it when it can', async () => {
  let isFull = true;
  const { clock, stored, published, problems, recorder } = setUp(() => {
    if (isFull) throw diskFull;
  });
  recorder.record(draft(1));
  await clock.advance(20_000);
  recorder.record(draft(2));
  expect(problems).toEqual(['The disk is full']);
  expect(published).toEqual([]);
  isFull = false;
  await clock.advance(5_000);
  expect(types(stored)).toEqual(['t1', 't2']);
  expect(problems).toEqual(['The disk is full', null]);
});

test('tries again more and more slowly, every 5 s at last', async () => {
  const attemptsMs: number[] = [];
  const { clock, recorder } = setUp(() => {
    attemptsMs.push(clock.monotonicMs());
    throw diskFull;
  });
  recorder.record(draft(1));
  await clock.advance(30_000);
  const pauses = attemptsMs.slice(1).map((at, index) => at - (attemptsMs[index] ?? 0));
  expect(pauses).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000]);
});

test('stores everything exactly once and in order, whatever fails in between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ events: fc.nat(700), waitMs: fc.nat(400), fails: fc.boolean() }), {
        maxLength: 8,
      }),
      async (steps) => {
        let fails = false;
        const { clock, stored, published, recorder } = setUp(() => {
          if (fails) throw diskFull;
        });
        let count = 0;
        for (const step of steps) {
          fails = step.fails;
          for (let n = 0; n < step.events; n += 1) recorder.record(draft(count++));
          await clock.advance(step.waitMs);
        }
        fails = false;
        await recorder.stop();
        expect(types(stored)).toEqual(Array.from({ length: count }, (_, n) => `t${n}`));
        expect(published.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
        expect(clock.pending()).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});

test('flush waits for what was recorded before, and fails when it cannot be stored', async () => {
  let isFull = false;
  const { published, recorder } = setUp(() => {
    if (isFull) throw diskFull;
  });
  recorder.record(draft(1));
  await recorder.flush();
  expect(types(published)).toEqual(['t1']);
  isFull = true;
  recorder.record(draft(2));
  await expect(recorder.flush()).rejects.toBe(diskFull);
  isFull = false;
  await recorder.flush();
  expect(types(published)).toEqual(['t1', 't2']);
});

test('stop stores what is left, leaves no timer, and names the number of events that were not stored', async () => {
  const working = setUp();
  working.recorder.record(draft(1));
  await working.recorder.stop();
  working.recorder.record(draft(2));
  expect(types(working.stored)).toEqual(['t1']);
  expect(working.clock.pending()).toBe(0);

  const full = setUp(() => {
    throw diskFull;
  });
  full.recorder.record(draft(1));
  await expect(full.recorder.stop()).rejects.toThrow('1 event not stored. The disk is full');
  expect(full.clock.pending()).toBe(0);
});

test('drops new events when memory for waiting ones is used up, and records how many were dropped and when', async () => {
  let isFull = true;
  const { clock, stored, recorder } = setUp(() => {
    if (isFull) throw diskFull;
  });
  const raw = 'x'.repeat(1024 * 1024);
  for (let n = 0; n < 30; n += 1) recorder.record({ ...draft(n), raw });
  await clock.advance(10_000);
  isFull = false;
  await clock.advance(5_000);
  recorder.record(draft(99));
  await recorder.flush();

  const kept = stored.filter(({ raw: kept }) => kept !== null);
  const dropped = stored.filter(({ type }) => type === 'storage.events-dropped');
  expect(kept.length).toBe(16);
  expect(dropped.map(({ fields }) => fields.count)).toEqual([14]);
  expect(types(stored).slice(-2)).toEqual(['storage.events-dropped', 't99']);
});

test('counts what is dropped afterwards in a note of its own', async () => {
  let isFull = true;
  const { clock, stored, recorder } = setUp(() => {
    if (isFull) throw diskFull;
  });
  const raw = 'x'.repeat(1024 * 1024);
  for (const count of [20, 30]) {
    isFull = true;
    for (let n = 0; n < count; n += 1) recorder.record({ ...draft(n), raw });
    await clock.advance(10_000);
    // On its way to the database, the first note counts no further.
    recorder.record({ ...draft(99), raw });
    isFull = false;
    await recorder.flush();
  }
  const dropped = stored.filter(({ type }) => type === 'storage.events-dropped');
  expect(dropped.reduce((sum, { fields }) => sum + Number(fields.count), 0)).toBe(52 - 32);
  expect(stored.length).toBe(32 + dropped.length);
});

test('one event that cannot be stored by a defect does not hold up the others', async () => {
  const { clock, stored, problems, recorder } = setUp((batch) => {
    if (batch.some(({ type }) => type === 't300')) throw new TypeError('could not be cloned');
  });
  for (let n = 0; n < 600; n += 1) recorder.record(draft(n));
  await clock.advance(10_000);
  // Batches that follow each other at once outlast a turn of the fake clock.
  await clock.advance(10_000);
  expect(types(stored)).toEqual(
    Array.from({ length: 600 }, (_, n) => (n === 300 ? 'storage.event-refused' : `t${n}`)),
  );
  expect(stored[300]).toMatchObject({ fields: { refusedType: 't300' }, reason: 'could not be cloned' });
  expect(problems.at(-1)).toBeNull();
});

test('goes on when somebody who watches fails, and says so once', async () => {
  const clock = createFakeClock();
  const stored: StampedEvent[] = [];
  let fails = true;
  const shown: string[] = [];
  const recorder = createRecorder({
    clock,
    insert(batch) {
      stored.push(...batch);
      return Promise.resolve(stored.length - batch.length + 1);
    },
    publish(events) {
      if (fails) throw new RangeError('out of stack');
      shown.push(...events.map(({ type }) => type));
    },
    onProblem: () => undefined,
  });
  for (const type of ['a', 'b', 'c']) {
    recorder.record({ kind: 'session', type });
    await recorder.flush();
  }
  fails = false;
  recorder.record({ kind: 'session', type: 'd' });
  await recorder.flush();
  expect(stored.map(({ type }) => type)).toEqual(['a', 'storage.not-shown', 'b', 'c', 'd']);
  expect(stored[1]?.reason).toBe("Events were stored but couldn't be shown: out of stack.");
  expect(shown).toEqual(['d']);
});

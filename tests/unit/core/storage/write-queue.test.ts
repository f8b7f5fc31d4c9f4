import { describe, expect, it } from 'vitest';
import { createWriteQueue } from '../../../../src/main/core/storage/write-queue.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const locked = new AppError('storage-failed', 'The database is locked.');

/** A database that can be locked, and a queue in front of it. */
function createLockable() {
  const clock = createFakeClock();
  const written: string[] = [];
  const failures: string[] = [];
  const state = { isLocked: false };
  const queue = createWriteQueue({ clock, onFailure: ({ message }) => failures.push(message) });
  const add = (word: string): void => {
    queue.add(() => {
      if (state.isLocked) return Promise.reject(locked);
      written.push(word);
      return Promise.resolve();
    });
  };
  return { clock, written, failures, state, queue, add };
}

describe('a queue of writes', () => {
  it('keeps the order and loses nothing while the database is locked', async () => {
    const { clock, written, failures, state, add } = createLockable();
    add('one');
    await clock.advance(0);
    state.isLocked = true;
    add('two');
    add('three');
    await clock.advance(30_000);
    expect(written).toEqual(['one']);
    state.isLocked = false;
    await clock.advance(1_000);
    expect(written).toEqual(['one', 'two', 'three']);
    expect(failures).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it('settles when all is written, without waiting for the next try', async () => {
    const { clock, written, state, queue, add } = createLockable();
    state.isLocked = true;
    add('one');
    await clock.advance(300);
    state.isLocked = false;
    await queue.finishWithin(5_000);
    expect(written).toEqual(['one']);
  });

  it('gives up after the patience of whoever ends it, and tells every write that was lost', async () => {
    const { clock, written, failures, state, queue, add } = createLockable();
    state.isLocked = true;
    add('one');
    add('two');
    const finished = queue.finishWithin(5_000);
    await clock.advance(5_000);
    await finished;
    expect(written).toEqual([]);
    expect(failures).toEqual([locked.message, locked.message]);
    expect(clock.pending()).toBe(0);
  });

  it('tells a write that is refused for good once, and goes on with the next', async () => {
    const { clock, written, failures, queue, add } = createLockable();
    queue.add(() => Promise.reject(new Error('UNIQUE constraint failed')));
    add('two');
    await clock.advance(0);
    expect(written).toEqual(['two']);
    expect(failures).toEqual(['UNIQUE constraint failed']);
  });
});

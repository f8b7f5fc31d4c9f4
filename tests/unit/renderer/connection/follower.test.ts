import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFollower } from '../../../../src/renderer/connection/follower.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const every = 3_000;

it('refreshes at once, then at most once in a while, and once more after the last that was told', async () => {
  const refresh = vi.fn(() => Promise.resolve());
  const follower = createFollower(refresh, every);
  for (let told = 0; told < 10; told += 1) {
    follower.tell();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(refresh).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(every);
  const all = refresh.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10 * every);
  expect(refresh).toHaveBeenCalledTimes(all);
});

it('follows an answer that was on its way with another one', async () => {
  const first = Promise.withResolvers<undefined>();
  const refresh = vi.fn(() => first.promise);
  const follower = createFollower(refresh, every);
  follower.tell();
  follower.tell();
  expect(refresh).toHaveBeenCalledTimes(1);
  first.resolve(undefined);
  await vi.advanceTimersByTimeAsync(every);
  expect(refresh).toHaveBeenCalledTimes(2);
});

it('rests three times as long as the work took', async () => {
  const refresh = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 2_000)));
  const follower = createFollower(refresh, every);
  follower.tell();
  follower.tell();
  await vi.advanceTimersByTimeAsync(7_999);
  expect(refresh).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(refresh).toHaveBeenCalledTimes(2);
});

it('goes on after a refresh that failed', async () => {
  const refresh = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('no answer'));
  const follower = createFollower(refresh, every);
  follower.tell();
  follower.tell();
  await vi.advanceTimersByTimeAsync(every);
  expect(refresh).toHaveBeenCalledTimes(2);
});

it('asks for nothing once it is stopped', async () => {
  const refresh = vi.fn(() => Promise.resolve());
  const follower = createFollower(refresh, every);
  follower.tell();
  follower.tell();
  follower.stop();
  follower.tell();
  await vi.advanceTimersByTimeAsync(10 * every);
  expect(refresh).toHaveBeenCalledTimes(1);
});

import { expect, test } from 'vitest';
import { createProcessSource } from '../../../../src/main/core/samples/sources/process-source.ts';

test('a turn that holds up the event loop is told with its length, and nothing is told while nobody measures', async () => {
  const source = createProcessSource();
  source.setActive?.(true);
  await expect.poll(() => source.read()).toHaveProperty(['loop.delayMaxMs']);
  const heldMs = 300;
  const untilMs = performance.now() + heldMs;
  while (performance.now() < untilMs);
  // Told once, by the first reading after that turn.
  const seen: number[] = [];
  await expect
    .poll(async () => {
      seen.push((await source.read())['loop.delayMaxMs'] ?? 0);
      return Math.max(...seen);
    })
    .toBeGreaterThanOrEqual(heldMs * 0.9);
  source.setActive?.(false);
  expect(await source.read()).not.toHaveProperty(['loop.delayMaxMs']);
});

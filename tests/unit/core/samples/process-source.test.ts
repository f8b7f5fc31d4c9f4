import { expect, test } from 'vitest';
import { createProcessSource } from '../../../../src/main/core/samples/sources/process-source.ts';
import { waitUntil } from '../../../support/wait-until.ts';

test('a turn that holds up the event loop is told with its length, and nothing is told while nobody measures', async () => {
  const source = createProcessSource();
  source.setActive?.(true);
  await waitUntil(() => Promise.resolve('loop.delayMaxMs' in source.read()));
  const heldMs = 300;
  const untilMs = performance.now() + heldMs;
  while (performance.now() < untilMs);
  const seen: number[] = [];
  await waitUntil(async () => {
    seen.push((await source.read())['loop.delayMaxMs'] ?? 0);
    return Math.max(...seen) >= heldMs * 0.9;
  });
  source.setActive?.(false);
  expect(await source.read()).not.toHaveProperty(['loop.delayMaxMs']);
});

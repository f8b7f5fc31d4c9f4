import { inject, vi } from 'vitest';
import './context.ts';
import { limits } from './limits.ts';

vi.setConfig({
  testTimeout: limits.testMs[inject('kind')],
  hookTimeout: limits.hookMs,
  expect: { poll: { timeout: limits.waitMs, interval: 20 } },
});

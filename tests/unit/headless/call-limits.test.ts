import { expect, test } from 'vitest';
import { limitCalls } from '../../../src/main/headless/call-limits.ts';
import type { Handlers } from '../../../src/shared/contract/contract.ts';

test('far more at once than a page asks is answered with busy, and the rest goes on', async () => {
  const waiting: (() => void)[] = [];
  let begun = 0;
  const slow = (): Promise<object> => {
    begun += 1;
    return new Promise((resolve) => waiting.push(() => resolve({})));
  };
  const handlers = { 'analysis.run': slow, 'status.get': () => Promise.resolve({}) } as unknown as Handlers;
  const ofOneSocket = limitCalls(handlers);
  const ask = (): Promise<string> =>
    ofOneSocket['analysis.run']({} as never).then(
      () => 'answered',
      (error: unknown) => (error as { code: string }).code,
    );
  const answers = Array.from({ length: 300 }, ask);
  await expect(ofOneSocket['status.get']({})).resolves.toEqual({});
  expect(begun).toBe(8);
  void limitCalls(handlers)['analysis.run']({} as never);
  expect(begun).toBe(9);
  for (const answer of waiting) answer();
  const counted = await Promise.all(answers);
  expect(counted.filter((answer) => answer === 'answered')).toHaveLength(8);
  expect(counted.filter((answer) => answer === 'busy')).toHaveLength(292);
  void ask();
  expect(begun).toBe(10);
});

import { expect, it, onTestFinished, vi } from 'vitest';
import { isServerUp, takeToken } from '../../../../src/renderer/connection/access.ts';

function page(hash: string): { window: Parameters<typeof takeToken>[0]; shown: string[] } {
  const shown: string[] = [];
  const window = {
    location: { hash, pathname: '/' },
    history: { replaceState: (_state: unknown, _title: string, url: string) => shown.push(url) },
  } as unknown as Parameters<typeof takeToken>[0];
  return { window, shown };
}

it('takes the token and leaves an address without it', () => {
  const { window, shown } = page('#token=abc_-123');
  expect(takeToken(window)).toBe('abc_-123');
  expect(shown).toEqual(['/']);
});

it('leaves a page of the app in the address', () => {
  const { window, shown } = page('#/sessions/s1');
  expect(takeToken(window)).toBeNull();
  expect(shown).toEqual([]);
});

it('takes a server that gives no answer in time for one that is away', async () => {
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  vi.stubGlobal(
    'fetch',
    (_path: string, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  expect(await isServerUp(20)).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { toldBy } from '../../../../../src/shared/words/all-words.ts';
import { createRetries, type EndFacts } from '../../../../../src/main/core/stream/link/retries.ts';

const facts: EndFacts = { wasHealthy: false, wasAccepted: true, suspect: null, isSmallest: false };
const end = (code: string, more: object = {}) => ({
  code,
  ...toldBy(`End ${code}.`),
  retry: true,
  ...more,
});
const start = () => createRetries({ compress: true, random: () => 1 });

describe('the next try', () => {
  it('waits longer each time, until a connection was healthy', () => {
    const retries = start();
    const wait = (more: Partial<EndFacts> = {}): number =>
      retries.after(end('1006'), { ...facts, ...more }).waitMs;
    expect([wait(), wait(), wait()]).toEqual([500, 1_000, 2_000]);
    expect([wait({ wasHealthy: true }), wait()]).toEqual([500, 1_000]);
  });

  it('waits at least as long as the target asks', () => {
    const retries = start();
    expect(retries.after(end('http-503', { retryAfterMs: 90_000 }), facts).waitMs).toBe(90_000);
    expect(retries.after(end('http-503', { retryAfterMs: 0 }), facts).waitMs).toBe(1_000);
  });

  it('comes after a 403 where the session was taken before, with growing waits, and not where it never was', () => {
    const retries = start();
    const refused = end('http-403', { retry: false });
    expect(retries.after(refused, { ...facts, wasAccepted: false }).retry).toBe(false);
    const tries = Array.from({ length: 8 }, () => retries.after(refused, facts));
    expect(tries.every(({ retry }) => retry)).toBe(true);
    expect(tries.map(({ waitMs }) => waitMs / 1_000)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
    expect(tries[0]?.sentence).toMatch(/though it took this session before/);
  });

  it('is without compression after frames that broke, once', () => {
    const retries = start();
    const broken = end('1002', { brokeCompression: true });
    expect(retries.compress()).toBe(true);
    expect(retries.after(broken, facts).sentence).toBe('End 1002. The next try is without compression.');
    expect(retries.compress()).toBe(false);
    expect(retries.after(broken, facts).sentence).toBe('End 1002.');
  });
});

describe('a chunk on which a target closes', () => {
  const closed = (retries: ReturnType<typeof start>, suspect: number | null, code = '1000') =>
    retries.after(end(code), { ...facts, suspect }).setAside;

  it.each(['1000', '1003', '1007'])('is set aside at the third close with %s', (code) => {
    const retries = start();
    expect(retries.oneAtATime()).toBe(false);
    expect(closed(retries, 16_000, code)).toBeNull();
    expect(retries.oneAtATime()).toBe(true);
    expect(closed(retries, 16_000, code)).toBeNull();
    expect(closed(retries, 16_000, code)).toBe(16_000);
    expect(retries.oneAtATime()).toBe(false);
  });

  it.each(['1006', '1011', '1012', 'silent', '1009'])('is not set aside because of %s', (code) => {
    const retries = start();
    expect([1, 2, 3, 4].map(() => closed(retries, 16_000, code))).toEqual([null, null, null, null]);
  });

  it('is set aside for its size only when it cannot be sent in smaller messages', () => {
    const retries = start();
    const tooBig = () => retries.after(end('1009'), { ...facts, suspect: 0, isSmallest: true }).setAside;
    expect([tooBig(), tooBig(), tooBig()]).toEqual([null, null, 0]);
  });

  it('is forgotten when it turns out to have been read', () => {
    const retries = start();
    closed(retries, 16_000);
    closed(retries, 16_000);
    retries.delivered(16_000);
    expect(closed(retries, 16_000)).toBeNull();
  });

  it('is not blamed before anything was sent, nor when another one was', () => {
    const retries = start();
    expect([null, null, null].map((suspect) => closed(retries, suspect))).toEqual([null, null, null]);
    expect([0, 16_000, 0, 16_000].map((suspect) => closed(retries, suspect))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('is not blamed any more when the target closes on one after another', () => {
    const retries = start();
    const three = (suspect: number) => [1, 2, 3].map(() => closed(retries, suspect)).at(-1);
    expect([0, 1, 2, 3, 4].map(three)).toEqual([0, 1, 2, null, null]);
    retries.delivered(5);
    expect(three(6)).toBe(6);
  });
});

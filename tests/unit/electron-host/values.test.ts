import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from '../../electron-host/page/values.ts';

describe('values between a page and the stand-in for Electron', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withSet: true, withBigInt: true, withDate: true }),
        (value) => {
          expect(decodeValue(encodeValue(value))).toEqual(structuredClone(value));
        },
      ),
    );
  });

  it('keep what refers to itself', () => {
    const loop: { self?: unknown; list: unknown[] } = { list: [] };
    loop.self = loop;
    loop.list.push(loop.list);
    const back = decodeValue(encodeValue(loop)) as typeof loop;
    expect(back.self).toBe(back);
    expect(back.list[0]).toBe(back.list);
  });

  it('keep the bytes of a part of a buffer, and only those', () => {
    const part = Uint8Array.from({ length: 10 }, (_zero, i) => i).subarray(2, 5);
    expect(decodeValue(encodeValue(part))).toEqual(Uint8Array.of(2, 3, 4));
    expect(decodeValue(encodeValue(part.buffer))).toBeInstanceOf(ArrayBuffer);
  });

  it.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('x')],
    ['a promise', Promise.resolve()],
    ['a weak map', new WeakMap()],
  ])('are refused when they are %s', (_what, value) => {
    expect(() => encodeValue({ value })).toThrow('could not be cloned');
  });

  it('carry ports by their number', () => {
    const port = {};
    const text = encodeValue({ ports: [port] }, (candidate) => (candidate === port ? 6 : undefined));
    expect(decodeValue(text, (number) => `port ${number}`)).toEqual({ ports: ['port 6'] });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../../../src/shared/protocol/decode.ts';

describe('decoding a frame', () => {
  test('gives the message as it was sent, fields unknown to us included', () => {
    expect(decodeFrame('{"type":"HANDSHAKE_ACK","status":"ready","extra":[1]}')).toEqual({
      ok: true,
      message: { type: 'HANDSHAKE_ACK', status: 'ready', extra: [1] },
    });
  });

  test.each([
    ['{not json', 'not JSON'],
    ['', 'not JSON'],
    ['[]', 'not an object'],
    ['null', 'not an object'],
    ['42', 'not an object'],
    ['{}', 'no "type"'],
    ['{"type":5}', 'no "type"'],
    ['{"type":null}', 'no "type"'],
  ])('of %j says what is wrong', (raw, reason) => {
    expect(decodeFrame(raw)).toEqual({ ok: false, reason: expect.stringContaining(reason) as string });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (raw) => {
        expect(typeof decodeFrame(raw).ok).toBe('boolean');
      }),
    );
  });

  test('reaches no prototype', () => {
    const decoded = decodeFrame('{"type":"X","__proto__":{"polluted":true}}');
    expect(decoded.ok && Object.getPrototypeOf(decoded.message)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });
});

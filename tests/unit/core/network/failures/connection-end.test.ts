import { describe, expect, it } from 'vitest';
import { endOfClose, endOfError } from '../../../../../src/main/core/network/failures/connection-end.ts';

describe('how a connection ended', () => {
  it.each([1000, 1001, 1002, 1003, 1006, 1007, 1009, 1011, 1012, 1013, 4000])(
    'tries again after close code %i',
    (code) => {
      const end = endOfClose(code);
      expect(end.retry).toBe(true);
      expect(end.sentence).toContain(String(code));
    },
  );

  it('stops after a policy violation', () => {
    expect(endOfClose(1008).retry).toBe(false);
  });

  it.each([3000, 3003, 4001, 4003, 4401, 4403])(
    'asks for the credential after close code %i, and asks the target no more',
    (code) => {
      const end = endOfClose(code, 'token expired');
      expect(end).toMatchObject({ retry: false, code: String(code), wantsCredential: true });
      expect(end.sentence).toBe(
        `The target wants another credential (code ${code}: token expired). Nothing more is sent until it has one.`,
      );
    },
  );

  it("keeps the target's own reason, without what a terminal would obey, and short", () => {
    expect(endOfClose(1011, 'keepalive ping timeout').sentence).toBe(
      'The target had an internal error (code 1011: keepalive ping timeout).',
    );
    expect(endOfClose(1011, '\u001b[2Jgone\u202e\r\nnow').sentence).toBe(
      'The target had an internal error (code 1011: [2Jgone now).',
    );
    const { sentence } = endOfClose(1011, 'x'.repeat(5_000));
    expect(sentence).toContain(`${'x'.repeat(199)}…`);
    expect(sentence).not.toContain('x'.repeat(200));
  });

  it('names the cause of a network failure, also within the failures of several addresses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    expect(endOfError(refused).sentence).toMatch(/not running/);
    expect(endOfError(new AggregateError([refused])).code).toBe('ECONNREFUSED');
    expect(endOfError(new Error('strange')).sentence).toBe('The connection failed: strange.');
  });

  it('tells a proxy that fails from a target that fails behind it', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const expired = Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' });
    const before = { proxy: 'http://proxy.example:3128', hasTunnel: false };
    expect(endOfError(refused, before).sentence).toBe(
      "The proxy http://proxy.example:3128 is not running, or its port is wrong. Check HTTPS_PROXY, the system's settings, or those of the target.",
    );
    expect(endOfError(refused, { ...before, hasTunnel: true }).sentence).toMatch(/the target is not running/);
    expect(endOfError(expired, before).sentence).toMatch(/^The target's certificate has expired/);
    expect(endOfError(expired, { ...before, proxy: 'https://proxy.example' }).code).toBe(
      'proxy-CERT_HAS_EXPIRED',
    );
  });
});

import { expect, it } from 'vitest';
import { connectionFailure } from '../../../../../src/main/core/speech/upload/http-answer.ts';

it.each([
  ['CERT_HAS_EXPIRED', 'its certificate has expired: CERT_HAS_EXPIRED'],
  ['CERT_NOT_YET_VALID', "check this machine's clock"],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed, or of an authority that this machine does not know'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed, or of an authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'self-signed, or of an authority'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
])('tells in plain words of a certificate what is wrong with it: %s', (code, told) => {
  const cause = Object.assign(new Error('certificate'), { code });
  const failure = connectionFailure(new TypeError('fetch failed', { cause }), 'The engine');
  expect(failure.kind).toBe('unreachable');
  expect(failure.message).toContain(told);
  expect(failure.message).toContain(code);
});

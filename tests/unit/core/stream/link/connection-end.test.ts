import { describe, expect, it } from 'vitest';
import {
  endOfClose,
  endOfError,
  endOfUpgradeAnswer,
} from '../../../../../src/main/core/stream/link/connection-end.ts';

describe('how a connection ended', () => {
  it.each([1000, 1001, 1006, 1009, 1011, 1012, 1013, 4000])('tries again after close code %i', (code) => {
    const end = endOfClose(code);
    expect(end.retry).toBe(true);
    expect(end.sentence).toContain(String(code));
  });

  it('stops after a policy violation', () => {
    expect(endOfClose(1008).retry).toBe(false);
  });

  it.each([401, 403])(
    'stops when the upgrade is refused with %i, and points at the credentials',
    (status) => {
      const end = endOfUpgradeAnswer(status);
      expect(end).toMatchObject({ retry: false, code: `http-${status}` });
      expect(end.sentence).toMatch(/credentials/);
    },
  );

  it.each([404, 500, 502, 200])('tries again when the upgrade is answered with %i', (status) => {
    expect(endOfUpgradeAnswer(status)).toMatchObject({ retry: true });
  });

  it('names the cause of a network failure, also within the failures of several addresses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    expect(endOfError(refused).sentence).toMatch(/not running/);
    expect(endOfError(new AggregateError([refused])).code).toBe('ECONNREFUSED');
    expect(endOfError(new Error('strange')).sentence).toBe('The connection failed: strange.');
  });
});

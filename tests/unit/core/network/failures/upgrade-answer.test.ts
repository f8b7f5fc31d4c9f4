import { describe, expect, it } from 'vitest';
import {
  endOfUpgradeAnswer,
  readRetryAfter,
} from '../../../../../src/main/core/network/failures/upgrade-answer.ts';

const nowMs = Date.parse('2026-03-01T10:00:00Z');
const answered = (status: number, headers: Record<string, string> = {}, proxy: string | null = null) =>
  endOfUpgradeAnswer({ status, headers, url: 'wss://abc.ngrok-free.app/ws?token=secret', proxy, nowMs });

describe('an upgrade that is answered with plain HTTP', () => {
  it.each([401, 403])('stops at %i, and points at the credentials', (status) => {
    expect(answered(status)).toMatchObject({ retry: false, code: `http-${status}` });
    expect(answered(status).sentence).toMatch(/credentials/);
  });

  it.each([404, 500, 502, 200])('is tried again at %i', (status) => {
    expect(answered(status)).toMatchObject({ retry: true });
  });

  it.each([
    [429, '30', 30_000, 'in 30 s'],
    [503, 'Sun, 01 Mar 2026 10:05:00 GMT', 300_000, 'in 5 minutes'],
    // A year from now is not waited for.
    [503, '31536000', 3_600_000, 'in 60 minutes'],
    [502, '7', 7_000, 'in 7 s'],
  ])('waits after %i as long as Retry-After says (%s)', (status, value, ms, words) => {
    const end = answered(status, { 'retry-after': value });
    expect(end.retryAfterMs).toBe(ms);
    expect(end.sentence).toContain(`It asks for a retry ${words}.`);
  });

  it.each(['', 'soon', '-5', '1e9', '12abc', '99999999999999999999'])(
    'makes nothing of the Retry-After %j',
    (value) => {
      expect(readRetryAfter(value, nowMs)).toBeNull();
    },
  );

  it('does not wait for a time that has passed', () => {
    expect(readRetryAfter('Sun, 01 Mar 2026 09:00:00 GMT', nowMs)).toBe(0);
  });

  it.each([
    ['ERR_NGROK_3200', 404, /^The tunnel abc\.ngrok-free\.app is offline: its ngrok agent is not running/],
    ['ERR_NGROK_8012', 502, /agent of abc\.ngrok-free\.app runs, but nothing listens behind it/],
    ['ERR_NGROK_6024', 200, /shows its browser warning for abc/],
    [
      'err_ngrok_4711',
      400,
      /\(ERR_NGROK_4711, HTTP 400\)\. See https:\/\/ngrok\.com\/docs\/errors\/err_ngrok_4711\.$/,
    ],
  ])("says what ngrok's %s means", (code, status, sentence) => {
    const end = answered(status, { 'ngrok-error-code': code });
    expect(end).toMatchObject({ retry: true, code: code.toLowerCase() });
    expect(end.sentence).toMatch(sentence);
  });

  it('takes no text for an error of ngrok that is none', () => {
    expect(answered(404, { 'ngrok-error-code': 'ERR_NGROK_1\u001b[2J' }).code).toBe('http-404');
  });

  it.each([
    ['https://login.example/sign-in?next=secret', 'wss://login.example/sign-in', /looks like a login/],
    ['/ws/', 'wss://abc.ngrok-free.app/ws/', /give this address/],
    ['https://me:pw@other.example/ws#x', 'wss://other.example/ws', /give this address/],
  ])('names where a redirect to %s leads, without what may be secret', (location, place, advice) => {
    const { sentence, retry } = answered(302, { location });
    expect(retry).toBe(true);
    expect(sentence).toContain(`redirects (HTTP 302) to ${place},`);
    expect(sentence).toMatch(advice);
    expect(sentence).not.toMatch(/secret|pw/);
  });

  it('says so when a redirect leads nowhere', () => {
    expect(answered(301, { location: 'javascript:alert(1)' }).sentence).toMatch(
      /something that is not an address/,
    );
  });

  it('tells what a proxy answers from what a target answers', () => {
    const proxy = 'http://proxy.example:3128';
    expect(answered(407, {}, proxy)).toMatchObject({ retry: false, code: 'proxy-http-407' });
    expect(answered(407, {}, proxy).sentence).toMatch(/wants a login/);
    expect(answered(403, {}, proxy)).toMatchObject({ retry: true, code: 'proxy-http-403' });
    expect(answered(403, {}, proxy).sentence).toMatch(/refused the connection/);
  });
});

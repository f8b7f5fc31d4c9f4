import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the UI: whoever has the token gets a cookie, whoever has the cookie gets in. */
export type Access = {
  /** 256 bits, for the URL's fragment: browsers send a fragment to nobody. */
  token: string;
  /** The Set-Cookie header for a right token, `null` for a wrong one. */
  logIn(token: string): string | null;
  /** Whether a Cookie header carries our cookie. */
  isLoggedIn(cookieHeader: string | undefined): boolean;
  /** Too many wrong tokens lately. */
  isLockedOut(): boolean;
};

const wrongLimit = 20;
const wrongWindowMs = 60_000;

/** `port` is part of the cookie's name, because browsers share cookies between the ports of one host. */
export function createAccess(port: number, nowMs: () => number): Access {
  const token = newSecret();
  const secret = newSecret();
  const cookieName = `scrumbot-${port}`;
  let wrongAtMs: number[] = [];

  return {
    token,
    logIn(given) {
      if (!isSame(given, token)) {
        wrongAtMs.push(nowMs());
        return null;
      }
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isLoggedIn(cookieHeader) {
      const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim().split('='));
      return cookies.some(
        ([name, value]) => name === cookieName && value !== undefined && isSame(value, secret),
      );
    },
    isLockedOut() {
      wrongAtMs = wrongAtMs.filter((atMs) => nowMs() - atMs < wrongWindowMs);
      return wrongAtMs.length >= wrongLimit;
    },
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes the same time wherever the first difference is. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

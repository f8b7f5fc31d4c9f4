import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a page gets for a token: a cookie for the browser, and a key that the page keeps for its own origin. */
export type Entry = { cookie: string; key: string };

/**
 * Who may use the UI. A browser hands our cookie to every server on this host, whatever its port, so a socket needs a key
 * beside it, which only pages of our own origin can read.
 */
export type Access = {
  /** 256 bits, for the URL's fragment: browsers send a fragment to nobody. Another one once it was traded. */
  token(): string;
  /** For a right token what to get in by from then on, `null` for a wrong one. A token works once. */
  logIn(token: string): Promise<Entry | null>;
  /** Whether cookie and key belong together and were given out by us, in this run or an earlier one. */
  mayEnter(cookieHeader: string | undefined, key: string | null): boolean;
  /** Too many wrong tokens lately. A right one is let in all the same. */
  isPestered(): boolean;
};

/** What is remembered over a restart: no secret, only what one is known by. */
export type KnownEntry = { sha256: string; atMs: number };

const wrongLimit = 20;
const wrongWindowMs = 60_000;
const entryDays = 30;
const mostEntries = 50;

/** `port` is part of the cookie's name, because browsers share cookies between the ports of one host. */
export function createAccess(options: {
  port: number;
  nowMs: () => number;
  known?: readonly KnownEntry[];
  /** The entries or the token are others now. */
  onChange?: (known: readonly KnownEntry[], token: string) => Promise<void>;
}): Access {
  const { port, nowMs, onChange = () => Promise.resolve() } = options;
  const cookieName = `scrumbot-${port}`;
  let token = newSecret();
  let known = [...(options.known ?? [])].filter(isFresh);
  let wrongAtMs: number[] = [];

  function isFresh({ atMs }: KnownEntry): boolean {
    return nowMs() - atMs < entryDays * 86_400_000;
  }

  return {
    token: () => token,
    async logIn(given) {
      if (!isSame(given, token)) {
        wrongAtMs.push(nowMs());
        return null;
      }
      token = newSecret();
      const secret = newSecret();
      const key = newSecret();
      known = [...known.filter(isFresh), { sha256: entryHash(port, secret, key), atMs: nowMs() }].slice(
        -mostEntries,
      );
      await onChange(known, token);
      const maxAge = entryDays * 86_400;
      return {
        cookie: `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}`,
        key,
      };
    },
    mayEnter(cookieHeader, key) {
      if (key === null) return false;
      const cookies = (cookieHeader ?? '').split(';').map((cookie) => cookie.trim().split('='));
      return cookies.some(([name, value]) => {
        if (name !== cookieName || value === undefined) return false;
        const hash = entryHash(port, value, key);
        return known.some((entry) => isFresh(entry) && isSame(entry.sha256, hash));
      });
    },
    isPestered() {
      wrongAtMs = wrongAtMs.filter((atMs) => nowMs() - atMs < wrongWindowMs);
      return wrongAtMs.length >= wrongLimit;
    },
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Both are 256 random bits, which nobody finds by their hash. */
function entryHash(port: number, secret: string, key: string): string {
  return createHash('sha256').update(`${port} ${secret} ${key}`).digest('hex');
}

/** Takes the same time wherever the first difference is. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { GivenCredentials } from '../../../shared/settings/targets/targets.ts';
import type { Secrets } from '../ports/ports.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** What a target wants to see before it lets us in. */
export type Credentials = { query: string | null; headers: Record<string, string> };

const storedSchema = z.object({
  /** The only place that gets them. */
  origin: z.string(),
  query: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
});

/** The credentials of targets, by the target's name. */
export type CredentialStore = {
  /**
   * Those for a target at this address.
   * @throws AppError `bad-input` when they were given for another origin
   */
  read(name: string, url: string): Promise<Credentials>;
  /** Changes those that are named, for this address; those of another origin are forgotten. */
  change(name: string, url: string, given: GivenCredentials): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  clear(name: string): Promise<void>;
  /** Which there are, such as `login`, `query` or the name of a header. */
  list(name: string): Promise<string[]>;
};

const none: Credentials = { query: null, headers: {} };
const loginHeader = 'Authorization';

export function createCredentialStore(secrets: Secrets): CredentialStore {
  const place = (name: string): string => `target:${name}`;

  async function load(name: string): Promise<z.infer<typeof storedSchema> | null> {
    const text = await secrets.get(place(name));
    return text === null ? null : decode(text);
  }

  return {
    async read(name, url) {
      const stored = await load(name);
      if (stored === null) return none;
      const origin = originOf(url);
      if (stored.origin === origin) return { query: stored.query, headers: stored.headers };
      throw new AppError(
        'bad-input',
        sentence('target.other-origin', { name, stored: stored.origin, now: origin }),
      );
    },
    async change(name, url, given) {
      const origin = originOf(url);
      const stored = await load(name);
      const before = stored?.origin === origin ? stored : none;
      const after = changed(before, given);
      if (after.query === null && Object.keys(after.headers).length === 0) await secrets.clear(place(name));
      else await secrets.set(place(name), encode({ origin, ...after }));
    },
    async rename(from, to) {
      const text = await secrets.get(place(from));
      if (text === null) return;
      await secrets.set(place(to), text);
      await secrets.clear(place(from));
    },
    clear: (name) => secrets.clear(place(name)),
    async list(name) {
      const stored = await load(name);
      if (stored === null) return [];
      const headers = Object.entries(stored.headers).map(([header, value]) =>
        header === loginHeader && value.startsWith('Basic ') ? 'login' : header,
      );
      return [...(stored.query === null ? [] : ['query']), ...headers];
    },
  };
}

function changed(before: Credentials, { query, login, headers }: GivenCredentials): Credentials {
  const after = new Map(Object.entries(before.headers));
  const set = (name: string, value: string | null): void => {
    const known = [...after.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
    if (known !== undefined) after.delete(known);
    if (value !== null) after.set(name, value);
  };
  if (login !== undefined) set(loginHeader, login === null ? null : basic(login));
  for (const [name, value] of Object.entries(headers ?? {})) set(name, value);
  return { query: query === undefined ? before.query : query, headers: Object.fromEntries(after) };
}

function basic(login: string): string {
  return `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
}

/** Scheme, host and port: a tunnel at another address is another place. */
function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

// Places for keys take words without blanks.
function encode(value: z.infer<typeof storedSchema>): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

function decode(text: string): z.infer<typeof storedSchema> | null {
  try {
    return storedSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    // Nobody can use what is in it; entering them again fixes it.
    return null;
  }
}

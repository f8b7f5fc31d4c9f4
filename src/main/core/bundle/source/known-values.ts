import type { Database } from 'better-sqlite3';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import {
  isPlainName,
  isSensitiveName,
  type PrivateValue,
  type TokenKind,
} from '../../redaction/redaction.ts';

/** Every secret that can be known: of the host's key store, the data folder's file of keys, and the environment. */
export async function knownSecrets(options: {
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
  settings: unknown;
  /** Of the host's own key store. */
  given: readonly string[];
}): Promise<string[]> {
  const { home, environment, settings, given } = options;
  const stored = await readFile(join(home, 'secrets.json'), 'utf8').then(stringsIn, () => []);
  const named = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isSensitiveName(name) ? [value] : [],
  );
  const all = [...given, ...stored, ...named, ...loginsIn(settings), ...loginsIn({ ...environment })];
  return [...new Set(all.flatMap(parts))].filter(isDistinct);
}

/** A secret that is a plain word or a short number would be found in everything. */
function isDistinct(value: string): boolean {
  if (/^\d+$/.test(value)) return value.length >= 8;
  return value.length >= 4 && (value.length > 12 || !isPlainName(value));
}

/** The texts of a JSON document; of anything else its words, since a broken file of keys still holds keys. */
function stringsIn(text: string): string[] {
  try {
    return deepStrings(JSON.parse(text));
  } catch {
    return text.split(/[\s"',:{}[\]]+/).filter((word) => word.length >= 12);
  }
}

function deepStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(deepStrings);
}

/** A target's credentials are kept as coded JSON, and a header may hold a scheme and a coded login. */
function parts(secret: string): string[] {
  const decoded = fromBase64(secret);
  const inner = decoded === null ? [] : decoded.startsWith('{') ? stringsIn(decoded) : [];
  return [secret, ...inner.flatMap((value) => [value, ...credentialsIn(value)]), ...credentialsIn(secret)];
}

function credentialsIn(value: string): string[] {
  const [scheme = '', rest] = value.split(/\s+/, 2);
  if (rest !== undefined && /^(?:bearer|token|basic)$/i.test(scheme)) {
    const login = /^basic$/i.test(scheme) ? fromBase64(rest) : null;
    return [rest, ...(login === null ? [] : [login, ...login.split(':').slice(1)])];
  }
  // A query: what stands behind each "=".
  if (/^[\w.-]+=/.test(value)) return value.split('&').flatMap((pair) => pair.split('=').slice(1));
  return [];
}

function fromBase64(text: string): string | null {
  if (!/^[\w+/=-]{8,}$/.test(text)) return null;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return /[^\x20-\x7e\u00a0-\uffff]/.test(decoded) || decoded.includes('\u{fffd}') ? null : decoded;
}

/** Passwords in addresses. */
function loginsIn(value: unknown): string[] {
  return deepStrings(value).flatMap((text) => {
    const login = /^[a-z][a-z0-9+.-]{0,20}:\/\/(.{1,2000})@/is.exec(text)?.[1];
    if (login === undefined) return [];
    const password = login.slice(login.indexOf(':') + 1);
    return [password, tryDecode(password)];
  });
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const mostTitles = 500;
const mostLines = 300;
// Shorter lines are "yes" and "thank you", which everybody says.
const shortestLine = 12;

/** Values that are private by their place: titles, names, places, and what was said. */
export function privateValues(options: {
  db: Database | null;
  settings: unknown;
  home: string;
  withSpoken: boolean;
}): PrivateValue[] {
  const { db, settings, withSpoken } = options;
  const values: PrivateValue[] = [
    ...ofMachine(),
    ...targetsIn(settings),
    ...column(
      db,
      'title',
      `SELECT title AS value FROM sessions ORDER BY started_ms DESC LIMIT ${mostTitles}`,
    ),
    ...column(
      db,
      'meeting',
      `SELECT meeting_id AS value FROM sessions WHERE meeting_id <> session_id ORDER BY started_ms DESC LIMIT ${mostTitles}`,
    ),
    ...column(db, 'name', 'SELECT DISTINCT speaker AS value FROM transcript_lines LIMIT 200'),
    ...column(db, 'title', 'SELECT file AS value FROM event_imports ORDER BY imported_ms DESC LIMIT 100'),
  ];
  if (withSpoken) return values;
  const lines = column(
    db,
    'spoken',
    `SELECT text AS value FROM transcript_lines WHERE length(text) >= ${shortestLine} ORDER BY id DESC LIMIT ${mostLines}`,
  );
  return [...values, ...lines.map(({ kind, value }) => ({ kind, value: value.slice(0, 200) }))];
}

const commonNames = new Set([
  'root',
  'user',
  'admin',
  'runner',
  'ubuntu',
  'node',
  'system',
  'unknown',
  'built-in',
]);

function ofMachine(): PrivateValue[] {
  const user = safely(() => userInfo().username);
  const host = hostname();
  return [
    { kind: 'user' as const, value: user },
    { kind: 'host' as const, value: host },
  ].filter(({ value }) => value.length >= 3 && !commonNames.has(value.toLowerCase()));
}

function safely(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function targetsIn(settings: unknown): PrivateValue[] {
  if (typeof settings !== 'object' || settings === null || !('targets' in settings)) return [];
  const { targets } = settings;
  if (!Array.isArray(targets)) return [];
  return targets.flatMap((target: unknown) => {
    if (typeof target !== 'object' || target === null) return [];
    return Object.entries(target).flatMap(([key, value]) =>
      typeof value === 'string' && ['name', 'notes', 'caFile'].includes(key)
        ? [{ kind: 'target' as const, value }]
        : [],
    );
  });
}

/** Ids of sessions that we made. */
export function ownIds(db: Database | null): ReadonlySet<string> {
  return new Set(
    column(db, 'id', 'SELECT session_id AS value FROM sessions ORDER BY started_ms DESC LIMIT 2000').map(
      ({ value }) => value,
    ),
  );
}

/** Of a table that may not be there, or be damaged. */
function column(db: Database | null, kind: TokenKind, sql: string): PrivateValue[] {
  try {
    const rows = db?.prepare<[], { value: string | null }>(sql).all() ?? [];
    return rows.flatMap(({ value }) =>
      value === null || commonNames.has(value.toLowerCase()) ? [] : [{ kind, value }],
    );
  } catch {
    return [];
  }
}

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The ways in which a secret may be written down. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const half = Math.floor(secret.length / 2);
  const shifted = ['', 'a', 'ab'].map((before) =>
    Buffer.from(before + secret)
      .toString('base64')
      .slice(before === '' ? 0 : before.length + 1, -4),
  );
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    ...shifted,
    secret.slice(0, half),
    secret.slice(half),
  ];
}

/** Every file below a folder that may hold words, whole; the database also as it reads. */
export function readHome(home: string): { name: string; text: string }[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { name: path.slice(home.length + 1), text: readFileSync(path).toString('latin1') };
  });
}

/** Which secret is found where, but for the places that are made for them. */
export function findLeaks(
  secrets: Readonly<Record<string, string>>,
  places: readonly { name: string; text: string }[],
): string[] {
  return places
    .filter(({ name }) => !/^secrets(\.encrypted)?\.json$/.test(name))
    .flatMap(({ name, text }) =>
      Object.entries(secrets).flatMap(([what, secret]) =>
        formsOf(secret)
          .filter((form) => text.includes(form))
          .map((form) => `${what} as ${JSON.stringify(form)} in ${name}`),
      ),
    );
}

/** All texts of all tables. */
export function readTables(home: string): { name: string; text: string } {
  const database = new Database(join(home, 'scrumbot.db'), { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all() as string[];
    const rows = tables
      .filter((table) => !/_(data|idx|content|docsize|config)$/.test(table))
      .map((table) => JSON.stringify(database.prepare(`SELECT * FROM "${table}"`).all()));
    return { name: 'the tables', text: rows.join('\n') };
  } finally {
    database.close();
  }
}

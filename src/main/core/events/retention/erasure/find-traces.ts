import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const blockBytes = 1024 * 1024;

/** Those of the texts whose bytes are somewhere in a file; none of a file that is not there. */
export async function tracesInFile(path: string, texts: readonly string[]): Promise<string[]> {
  const wanted = new Map(texts.map((text) => [text, Buffer.from(text)]));
  const longest = Math.max(0, ...[...wanted.values()].map((bytes) => bytes.length));
  const found: string[] = [];
  let before = Buffer.alloc(0);
  try {
    for await (const block of createReadStream(path, {
      highWaterMark: blockBytes,
    }) as AsyncIterable<Buffer>) {
      // A text may lie across two blocks.
      const bytes = Buffer.concat([before, block]);
      for (const [text, wantedBytes] of wanted) {
        if (!bytes.includes(wantedBytes)) continue;
        found.push(text);
        wanted.delete(text);
      }
      if (wanted.size === 0) break;
      before = Buffer.from(bytes.subarray(Math.max(0, bytes.length - longest + 1)));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return found;
}

/** Copies of the database that lie beside it: from before a migration, and damaged ones that were moved aside. */
export async function databaseCopies(databasePath: string): Promise<{ path: string; atMs: number }[]> {
  const folder = dirname(databasePath);
  const prefix = basename(databasePath);
  const isCopy = (name: string): boolean =>
    name.startsWith(`${prefix}.backup-`) || name.startsWith(`${prefix}.damaged-`);
  const copies: { path: string; atMs: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!isCopy(name)) continue;
    const path = join(folder, name);
    copies.push({ path, atMs: (await stat(path)).mtimeMs });
  }
  return copies;
}

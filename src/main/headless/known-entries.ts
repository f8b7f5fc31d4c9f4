import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { KnownEntry } from './access.ts';

const fileSchema = z.array(z.object({ sha256: z.string().length(64), atMs: z.number() })).max(1_000);

/** Who got in before the last restart. What cannot be read lets nobody in, and no more than that. */
export async function readKnownEntries(path: string): Promise<KnownEntry[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return [];
  }
}

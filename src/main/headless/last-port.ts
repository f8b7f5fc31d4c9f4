import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const portSchema = z.coerce.number().int().min(1).max(65_535);

/** The port of the start before, which open tabs and bookmarks still have; `null` when none is known. */
export async function readLastPort(path: string): Promise<number | null> {
  try {
    return portSchema.parse((await readFile(path, 'utf8')).trim());
  } catch {
    return null;
  }
}

/** One that no system hands out by itself (from 32768 on they do), so that it is likely free at the next start too. */
export function portToKeep(): number {
  return randomInt(20_000, 32_768);
}

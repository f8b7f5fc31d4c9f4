import { readFile } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

const folder = 'resources/verification';

/**
 * A file that comes with the program. In a checkout, a build and a package it lies at different heights above this one.
 * @throws AppError `storage-failed` when the installation is incomplete
 */
export async function readShipped(name: string): Promise<Buffer> {
  for (let height = 1; height <= 7; height += 1) {
    const place = new URL(`${'../'.repeat(height)}${folder}/${name}`, import.meta.url);
    const bytes = await readFile(place).catch(() => null);
    if (bytes !== null) return bytes;
  }
  throw new AppError('storage-failed', sentence('verification.file-missing', { folder, name }));
}

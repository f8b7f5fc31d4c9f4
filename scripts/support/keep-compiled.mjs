import { mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';

/**
 * Lets Node keep what it compiles of the source in a folder of this user's caches, so that the next command starts
 * sooner. Where that folder cannot be made, nothing is kept and nothing fails.
 */
export function keepCompiled() {
  const { cache } = envPaths('ScrumBot', { suffix: '' });
  const folder = join(cache, 'compiled');
  // One by one: Node's own way to make folders and their parents never ends in places such as /proc.
  if ([dirname(cache), cache, folder].every(isThere)) enableCompileCache(folder);
}

/** @param {string} folder */
function isThere(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST';
  }
}

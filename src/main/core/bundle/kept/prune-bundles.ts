import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const dayMs = 86_400_000;
// Names that we give; whatever else somebody puts there is left alone.
const bundleFile = /^scrumbot-bundle-[\w.:-]+\.zip(?:\.age)?$/;
const unfinishedFile = /^\.[0-9a-f]{12}\.bundle-part(?:\.sealed)?$/;

/**
 * Deletes bundles of a folder that are older than `days` or beyond the `keep` newest, and what a writing that was cut off
 * left a day ago. Those in `inUse` stay. Answers the deleted files' names.
 */
export async function pruneBundles(options: {
  folder: string;
  keep: number;
  days: number;
  nowMs: number;
  /** Paths of those that are open, or that a page may still fetch. */
  inUse: ReadonlySet<string>;
}): Promise<string[]> {
  const { folder, keep, days, nowMs, inUse } = options;
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => bundleFile.test(name) || unfinishedFile.test(name))
      .map(async (name) => {
        const path = join(folder, name);
        const found = await stat(path).catch(() => null);
        return { name, path, ageMs: nowMs - (found?.mtimeMs ?? nowMs), isFile: found?.isFile() === true };
      }),
  );
  const whole = files
    .filter(({ name, isFile }) => isFile && bundleFile.test(name))
    .toSorted((a, b) => a.ageMs - b.ageMs);
  const old = [
    ...whole.filter(({ ageMs }, index) => index >= keep || ageMs > days * dayMs),
    ...files.filter(({ name, isFile, ageMs }) => isFile && unfinishedFile.test(name) && ageMs > dayMs),
  ].filter(({ path }) => !inUse.has(path));
  const gone = await Promise.all(
    old.map(({ name, path }) =>
      rm(path, { force: true }).then(
        () => [name],
        // One that somebody holds on to goes the next time.
        () => [],
      ),
    ),
  );
  return gone.flat();
}

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
// An import or export of values; those of types alone are gone when the program runs.
const statement =
  /^(?:import|export)\s+(?!type\b)(?:(?:(?<names>[\w$*{][^'";]*?)\s+from\s+)?)'(?<from>[^']+)'/gm;

/** What a module of src loads as it starts, directly and through what it imports: files by their paths, and packages. */
export function loadedBy(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const read = (url: URL): void => {
    if (files.has(url.href)) return;
    files.add(url.href);
    if (!url.pathname.endsWith('.ts')) return;
    for (const { groups } of readFileSync(url, 'utf8').matchAll(statement)) {
      const { names, from = '' } = groups ?? {};
      if (names !== undefined && areTypes(names)) continue;
      if (from.startsWith('.')) read(new URL(from, url));
      else if (!from.startsWith('node:')) packages.add(from);
    }
  };
  read(new URL(entry, root));
  return {
    files: [...files].map((file) => relative(fileURLToPath(root), fileURLToPath(file))),
    packages: [...packages].toSorted(),
  };
}

function areTypes(names: string): boolean {
  const list = /^\{(.*)\}$/s.exec(names.trim())?.[1];
  if (list === undefined) return false;
  return list.split(',').every((name) => name.trim() === '' || /^type\s/.test(name.trim()));
}

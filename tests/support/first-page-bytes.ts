import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const rendererFolder = new URL('../../out/renderer/', import.meta.url);

/** What a browser fetches before the first page is shown, gzipped as most servers send it; bytes by file name. */
export function firstPageBytes(): Record<string, number> {
  const html = readFileSync(fileURLToPath(new URL('index.html', rendererFolder)));
  const files = [...html.toString().matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
    ([, name]) => name ?? '',
  );
  return Object.fromEntries(
    ['index.html', ...files].map((name) => [
      name,
      gzipSync(readFileSync(fileURLToPath(new URL(name, rendererFolder)))).length,
    ]),
  );
}

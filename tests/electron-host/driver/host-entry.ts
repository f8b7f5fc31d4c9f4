import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const sourceFolder = fileURLToPath(new URL('..', import.meta.url));
const cacheFolder = fileURLToPath(new URL('../../../node_modules/.cache/electron-host', import.meta.url));

let entry: string | undefined;

/**
 * The stand-in's own files as JavaScript: run from source, Node would keep its type stripper in the app's process, 45 MB
 * that would be taken for the app's. Made once for what is in the files.
 */
export function hostEntry(): string {
  entry ??= pathToFileURL(join(writeJavaScript(), 'host/register.js')).href;
  return entry;
}

function writeJavaScript(): string {
  const sources = ['host', 'page', 'app-side']
    .flatMap((folder) =>
      readdirSync(join(sourceFolder, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .concat('control.ts')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(join(sourceFolder, name), 'utf8') }));
  const hash = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder, hash);
  if (existsSync(folder)) return folder;

  mkdirSync(cacheFolder, { recursive: true });
  const draft = mkdtempSync(join(cacheFolder, 'draft-'));
  writeFileSync(join(draft, 'package.json'), '{ "type": "module" }\n');
  for (const { name, text } of sources) {
    const path = join(draft, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    const code = stripTypeScriptTypes(text).replaceAll(/((?:from|import\(?)\s*'\.[^']*)\.ts'/g, "$1.js'");
    writeFileSync(path, code.replaceAll(/(new URL\('\.[^']*)\.ts'/g, "$1.js'"));
  }
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another process was faster, with the same files.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';

// A connection that gives nothing for so long is none; a slow one may take as long as it needs.
const stallMs = 20_000;
const mb = 1024 * 1024;

/**
 * Fetches Electron's binary as its own package does, and says how far it is.
 * @param {string} folder of the package
 * @param {{ say: (text: string) => void, isTerminal: boolean }} person
 * @returns {Promise<string | null>} why it could not be fetched
 */
export async function fetchElectron(folder, { say, isTerminal }) {
  // As in the package's own installer, which looks into the same cache afterwards.
  const cacheRoot = process.env.electron_config_cache;
  const stall = new AbortController();
  let timer = setTimeout(giveUp, stallMs);
  function giveUp() {
    stall.abort(new Error(`nothing came for ${stallMs / 1_000} s`));
  }
  try {
    const { version } = /** @type {{ version: string }} */ (readJson(join(folder, 'package.json')));
    const { downloadArtifact } = await importDownloader(folder);
    say(`Fetching Electron ${version} …\n`);
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      ...(cacheRoot !== undefined && { cacheRoot }),
      checksums: readJson(join(folder, 'checksums.json')),
      downloadOptions: {
        quiet: true,
        signal: stall.signal,
        getProgressCallback: (/** @type {{ transferred: number, total: number | null }} */ progress) => {
          clearTimeout(timer);
          timer = setTimeout(giveUp, stallMs);
          if (isTerminal) say(`\r${progressLine(progress)}`);
          return Promise.resolve();
        },
      },
    });
    if (isTerminal) say('\n');
    return unpack(folder);
  } catch (error) {
    return reasonOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {{ transferred: number, total: number | null }} progress in bytes
 * @returns {string}
 */
export function progressLine({ transferred, total }) {
  const done = (transferred / mb).toFixed(0);
  if (total === null) return `  ${done} MB`;
  const percent = Math.floor((transferred / total) * 100);
  return `  ${done} of ${(total / mb).toFixed(0)} MB (${percent} %)`;
}

/**
 * The downloader that Electron's package depends on, whatever else is installed.
 * @param {string} folder
 * @returns {Promise<{ downloadArtifact: (options: object) => Promise<string> }>}
 */
async function importDownloader(folder) {
  const path = createRequire(join(folder, 'package.json')).resolve('@electron/get');
  /** @type {unknown} */
  const downloader = await import(pathToFileURL(path).href);
  return /** @type {{ downloadArtifact: (options: object) => Promise<string> }} */ (downloader);
}

/**
 * Its own installer finds the zip in the cache by now, and checks and unpacks it.
 * @param {string} folder
 */
function unpack(folder) {
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  return status === 0 ? null : (firstLine(stderr) ?? 'it could not be unpacked');
}

/**
 * The innermost cause says what happened; "fetch failed" does not.
 * @param {unknown} error
 * @returns {string}
 */
export function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return firstLine(error.message) ?? error.name;
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n').find((line) => line.trim() !== '');
}

/**
 * @param {string} path
 * @returns {unknown}
 */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** @type {Partial<Record<NodeJS.Platform, string>>} Where Electron's binary lies in what is unpacked of its zip. */
const binaries = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

/**
 * The folder of Electron's package, which holds the binary once that is fetched.
 * @returns {string}
 */
export function electronFolder() {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}

/**
 * Where Electron's binary should be: in the package, or in the folder that ELECTRON_OVERRIDE_DIST_PATH names.
 * @param {{ folder: string, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {{ path: string, isThere: boolean, isOverridden: boolean }}
 */
export function electronBinary({ folder, environment, platform }) {
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  const isOverridden = override !== '';
  const path = join(isOverridden ? override : join(folder, 'dist'), binaries[platform] ?? 'electron');
  return { path, isThere: existsSync(path), isOverridden };
}

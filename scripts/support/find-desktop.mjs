import { electronBinary, electronFolder } from './electron-binary.mjs';
import { fetchElectron } from './fetch-electron.mjs';

/**
 * Why there can be no desktop app here whatever is installed, or `null`.
 * @param {{ platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, isRoot: boolean }} machine
 * @returns {string | null}
 */
export function reasonForNoDesktop({ platform, environment, isRoot }) {
  if (platform !== 'linux') return null;
  const isSet = (/** @type {string | undefined} */ value) => (value ?? '') !== '';
  if (!isSet(environment.DISPLAY) && !isSet(environment.WAYLAND_DISPLAY))
    return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (isRoot) return "Electron's sandbox does not work for root";
  return null;
}

/**
 * Electron's binary, fetched where it has to be; or why there is none.
 * @returns {Promise<{ binary: string } | { reason: string }>}
 */
export async function findDesktop() {
  const { env: environment, platform } = process;
  const reason = reasonForNoDesktop({ platform, environment, isRoot: process.getuid?.() === 0 });
  if (reason !== null) return { reason };
  const folder = electronFolder();
  const place = electronBinary({ folder, environment, platform });
  if (place.isThere) return { binary: place.path };
  if (place.isOverridden)
    return { reason: `ELECTRON_OVERRIDE_DIST_PATH names a folder without ${place.path}` };
  const problem = await fetchElectron(folder, {
    say: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
  });
  if (problem !== null) return { reason: `Electron could not be fetched: ${problem.replace(/\.$/, '')}` };
  return { binary: electronBinary({ folder, environment, platform }).path };
}

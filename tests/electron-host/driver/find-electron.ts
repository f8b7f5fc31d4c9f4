import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
  string,
  string
>;

/** Electron's executable in `ELECTRON_OVERRIDE_DIST_PATH` or in the installed package; `null` where there is none. */
export function findElectron(environment: NodeJS.ProcessEnv = process.env): string | null {
  const name = executables[process.platform] ?? 'electron';
  const installed = join(createRequire(import.meta.url).resolve('electron/package.json'), '../dist');
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH ?? installed, name);
  return existsSync(path) ? path : null;
}

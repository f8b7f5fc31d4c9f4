import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Fills a folder with what electron-builder takes for Electron on Linux. Its program runs Node, so that what was
 * packed can be looked at and tried where Electron itself cannot be fetched. It opens no window.
 * @param {string} folder
 * @param {string} version such as `45.4.1`
 */
export async function makeStandInElectron(folder, version) {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await mkdir(join(folder, 'resources'), { recursive: true });
  const program = join(folder, 'electron');
  await writeFile(program, '#!/bin/sh\nexec node "$@"\n');
  await chmod(program, 0o755);
  await writeFile(join(folder, 'version'), version);
  await writeFile(join(folder, 'LICENSE'), 'A stand-in for Electron, which is not part of it.\n');
  await writeFile(join(folder, 'locales', 'en-US.pak'), '');
}

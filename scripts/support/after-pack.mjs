import { join } from 'node:path';
import { Arch } from 'electron-builder';
import { setFuses } from './fuses.mjs';

/**
 * What electron-builder calls when an app's folder is complete and not yet signed.
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack(context) {
  const program = join(context.appOutDir, programName(context));
  const signAgain =
    process.platform === 'darwin' && context.electronPlatformName === 'darwin' && context.arch === Arch.arm64;
  if (!(await setFuses(program, { signAgain }))) {
    console.error(`${program} is no native binary, so it has no fuses: this folder is not for shipping.`);
  }
}

/** @param {import('electron-builder').AfterPackContext} context */
function programName({ electronPlatformName, packager }) {
  if (electronPlatformName === 'linux') {
    return /** @type {typeof packager & { executableName: string }} */ (packager).executableName;
  }
  return `${packager.appInfo.productFilename}${electronPlatformName === 'win32' ? '.exe' : '.app'}`;
}

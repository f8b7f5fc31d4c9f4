import { open } from 'node:fs/promises';
import { FuseV1Options, FuseVersion, flipFuses, pathToFuseFile } from '@electron/fuses';

/**
 * Electron's switches, as the shipped app has them. Every one is named: a fuse that a newer Electron adds fails the
 * build until somebody has decided about it.
 */
export const fuses = /** @type {const} */ ({
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The app cannot be made into a Node that runs other people's code.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Only the archive that was packed here is run, and on macOS and Windows only while it is unchanged.
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Pages come from app://, so file:// needs no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Electron's own defaults: there is no snapshot of ours, and speech detection is WebAssembly.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
});

/**
 * Sets the fuses of a packed app. Answers whether it has any: a program that is no native binary (a stand-in made of a
 * script) has none.
 * @param {string} program the executable, or on macOS the `.app`
 * @param {{ signAgain: boolean }} options `signAgain`: on Apple silicon a changed binary needs a new ad-hoc signature
 * @throws {Error} when a native binary has no fuses, or other ones than are named here
 */
export async function setFuses(program, { signAgain }) {
  if (!(await isNativeBinary(pathToFuseFile(program)))) return false;
  await flipFuses(program, { ...fuses, resetAdHocDarwinSignature: signAgain });
  return true;
}

// ELF; PE; Mach-O of one and of several architectures.
const nativeBeginnings = ['7f454c46', '4d5a', 'cffaedfe', 'cafebabe'];

/** @param {string} path */
async function isNativeBinary(path) {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const beginning = buffer.subarray(0, bytesRead).toString('hex');
    return nativeBeginnings.some((native) => beginning.startsWith(native));
  } finally {
    await file.close();
  }
}

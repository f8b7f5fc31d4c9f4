/**
 * @typedef {{ name: string, purpose: string }} SystemPackage a package by Debian's name
 * @typedef {{ install: SystemPackage[], byHand: SystemPackage[] }} PackagePlan
 */

/** @type {readonly SystemPackage[]} */
const forLinux = [
  { name: 'pulseaudio', purpose: 'sound server, for tests of capture' },
  { name: 'pulseaudio-utils', purpose: 'capture of system sound and microphone' },
  { name: 'fonts-dejavu-core', purpose: 'readable screenshots of tests' },
];

/** @type {readonly SystemPackage[]} */
const forAll = [
  { name: 'pocketsphinx', purpose: 'speech engine' },
  { name: 'pocketsphinx-en-us', purpose: "the speech engine's English model" },
  { name: 'chromium', purpose: 'tests of the page' },
  { name: 'espeak-ng', purpose: 'speech for tests' },
  { name: 'sox', purpose: 'audio for tests' },
];

/**
 * Which packages are missing: those to install now and those that a person has to see to.
 * @param {{ platform: string, osRelease: string, isRoot: boolean, isInstalled: (name: string) => boolean }} machine
 * @returns {PackagePlan}
 */
export function planPackages({ platform, osRelease, isRoot, isInstalled }) {
  const useful = platform === 'linux' ? [...forLinux, ...forAll] : [...forAll];
  if (platform !== 'linux' || !usesApt(osRelease)) return { install: [], byHand: useful };
  const missing = useful.filter(({ name }) => !isInstalled(name));
  if (!isRoot) return { install: [], byHand: missing };
  return {
    install: missing.filter(({ name }) => !isSnapStub(name, osRelease)),
    byHand: missing.filter(({ name }) => isSnapStub(name, osRelease)),
  };
}

/**
 * Whether this is Debian or made from it.
 * @param {string} osRelease content of /etc/os-release
 */
export function usesApt(osRelease) {
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
}

/**
 * Ubuntu's own chromium package installs a snap, which needs a running snapd and cannot read a test's files.
 * @param {string} name
 * @param {string} osRelease
 */
export function isSnapStub(name, osRelease) {
  return name === 'chromium' && /^ID="?ubuntu"?$/m.test(osRelease);
}

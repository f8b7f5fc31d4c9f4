/**
 * System packages by Debian's names, and what each is for.
 * @type {readonly { name: string, provides: string, purpose: string }[]}
 */
export const systemPackages = [
  { name: 'pulseaudio', provides: 'pulseaudio', purpose: 'sound server of the tests' },
  { name: 'pulseaudio-utils', provides: 'parec', purpose: 'capture of system sound and microphone' },
  { name: 'pocketsphinx', provides: 'pocketsphinx_continuous', purpose: 'speech engine' },
  { name: 'pocketsphinx-en-us', provides: '', purpose: 'English model of the speech engine' },
  { name: 'chromium', provides: 'chromium', purpose: 'tests of the page' },
  { name: 'espeak-ng', provides: 'espeak-ng', purpose: 'speech for tests' },
  { name: 'sox', provides: 'sox', purpose: 'audio for tests' },
  { name: 'fonts-dejavu-core', provides: '', purpose: 'readable text in screenshots' },
];

/**
 * What is to be done about the packages that are missing.
 * @param {{ platform: string, osRelease: string, isRoot: boolean, isInstalled: (name: string) => boolean }} machine
 * @returns {{ kind: 'nothing' } | { kind: 'install' | 'name', packages: typeof systemPackages[number][] }}
 */
export function planPackages({ platform, osRelease, isRoot, isInstalled }) {
  if (platform !== 'linux') return { kind: 'nothing' };
  const usesApt = /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
  if (!usesApt) return { kind: 'name', packages: [...systemPackages] };
  const missing = systemPackages.filter(({ name }) => !isInstalled(name));
  if (missing.length === 0) return { kind: 'nothing' };
  return { kind: isRoot ? 'install' : 'name', packages: missing };
}

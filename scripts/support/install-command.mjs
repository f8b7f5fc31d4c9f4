import { isSnapStub, usesApt } from './system-packages.mjs';

/** What Homebrew calls Debian's packages. The model comes with the engine there; a font, macOS has. */
const homebrewNames = /** @type {Record<string, string>} */ ({
  pocketsphinx: 'cmu-pocketsphinx',
  'espeak-ng': 'espeak-ng',
  sox: 'sox',
});

/**
 * A command that installs what can be installed by one, or `null` where none is known.
 * @param {readonly { name: string }[]} packages by Debian's names
 * @param {{ platform: string, osRelease: string }} machine
 */
export function installCommand(packages, { platform, osRelease }) {
  const names = packages.map(({ name }) => name);
  if (platform === 'linux' && usesApt(osRelease)) {
    const real = names.filter((name) => !isSnapStub(name, osRelease));
    return commandOf('sudo apt-get install --no-install-recommends', real);
  }
  if (platform !== 'darwin') return null;
  return commandOf(
    'brew install',
    names.flatMap((name) => homebrewNames[name] ?? []),
  );
}

/**
 * @param {string} program
 * @param {string[]} names
 */
function commandOf(program, names) {
  return names.length === 0 ? null : `${program} ${names.join(' ')}`;
}

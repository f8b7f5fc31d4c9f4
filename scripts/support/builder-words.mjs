// What a packager alone can know, and says by environment variables. docs/packaging.md lists them.

import { keyOf } from '../../src/main/electron/updates/feed-signature.ts';

// A name under .invalid can never be anybody's; a package of Debian's must have a page and an address.
const nowhere = 'scrumbot.invalid';

/**
 * The words for electron-builder: those of the command line and what the environment adds to electron-builder.yml.
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} environment
 */
export function builderWords(words, environment) {
  const updates = environment.SCRUMBOT_UPDATES_URL;
  const publisher = environment.SCRUMBOT_PUBLISHER;
  const dist = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const name = environment.DEBFULLNAME ?? 'ScrumBot Desktop';
  const address = environment.DEBEMAIL ?? `nobody@${nowhere}`;
  return [
    ...['--config', 'electron-builder.yml', '--publish', 'never'],
    `-c.extraMetadata.homepage=${environment.SCRUMBOT_HOMEPAGE ?? `https://${nowhere}/`}`,
    `-c.extraMetadata.author=${name}`,
    `-c.linux.maintainer=${name} <${address}>`,
    ...(updates
      ? [
          '-c.publish.provider=generic',
          `-c.publish.url=${updates}`,
          `-c.extraMetadata.updatesKey=${environment.SCRUMBOT_UPDATES_KEY ?? ''}`,
        ]
      : []),
    ...(publisher
      ? [`-c.win.signtoolOptions.publisherName=${publisher}`, '-c.win.verifyUpdateCodeSignature=true']
      : []),
    ...(dist ? [`-c.electronDist=${dist}`] : []),
    ...words,
  ];
}

/**
 * What is wrong with the environment, with what to do, or `null`.
 * @param {NodeJS.ProcessEnv} environment
 * @param {string[]} [words]
 * @param {NodeJS.Platform} [platform]
 */
export function problemOf(environment, words = [], platform = process.platform) {
  const { SCRUMBOT_UPDATES_URL: updates, SCRUMBOT_UPDATES_KEY: key } = environment;
  if (!updates) return null;
  if (URL.parse(updates)?.protocol !== 'https:')
    return `SCRUMBOT_UPDATES_URL is "${updates}": it takes the https address of the folder where updates lie.`;
  if (!isKey(key ?? ''))
    return 'SCRUMBOT_UPDATES_KEY is missing or no key: an app that updates itself takes only what is signed. "npm run sign-updates -- --new-key FILE" makes a pair and prints what goes in here.';
  const isForWindows = words.some((word) => /^(--win(dows)?|-[a-z]*w[a-z]*)$/.test(word));
  if ((isForWindows || platform === 'win32') && !environment.SCRUMBOT_PUBLISHER)
    return 'SCRUMBOT_PUBLISHER is missing: on Windows an update is taken only from the publisher that the certificate names, such as "CN=Example Ltd, O=Example Ltd, C=DE".';
  return null;
}

/** @param {string} text */
function isKey(text) {
  try {
    keyOf(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the words ask for a folder of this system, and nobody says which Electron goes into it: then a stand-in will do.
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} environment
 */
export function isForLookingInto(words, environment) {
  const namesOther = /^(--(win|windows|mac|macos)|-[a-z]*[wmo][a-z]*|.*electronDist.*)$/;
  return (
    words.includes('--dir') &&
    !words.some((word) => namesOther.test(word)) &&
    !environment.ELECTRON_OVERRIDE_DIST_PATH
  );
}

// What a packager alone can know, and says by environment variables. docs/packaging.md lists them.

// A name under .invalid can never be anybody's; a package of Debian's must have a page and an address.
const nowhere = 'scrumbot.invalid';

/**
 * The words for electron-builder: those of the command line and what the environment adds to electron-builder.yml.
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} environment
 */
export function builderWords(words, environment) {
  const updates = environment.SCRUMBOT_UPDATES_URL;
  const dist = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const name = environment.DEBFULLNAME ?? 'ScrumBot Desktop';
  const address = environment.DEBEMAIL ?? `nobody@${nowhere}`;
  return [
    ...['--config', 'electron-builder.yml', '--publish', 'never'],
    `-c.extraMetadata.homepage=${environment.SCRUMBOT_HOMEPAGE ?? `https://${nowhere}/`}`,
    `-c.extraMetadata.author=${name}`,
    `-c.linux.maintainer=${name} <${address}>`,
    ...(updates ? ['-c.publish.provider=generic', `-c.publish.url=${updates}`] : []),
    ...(dist ? [`-c.electronDist=${dist}`] : []),
    ...words,
  ];
}

/**
 * What is wrong with the environment, with what to do, or `null`.
 * @param {NodeJS.ProcessEnv} environment
 */
export function problemOf({ SCRUMBOT_UPDATES_URL: updates }) {
  if (!updates || URL.parse(updates)?.protocol === 'https:') return null;
  return `SCRUMBOT_UPDATES_URL is "${updates}": it takes the https address of the folder where updates lie.`;
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

// `npm run sign-updates [-- FOLDER]`: signs what electron-builder wrote about the installers, so that the app follows it.
// `npm run sign-updates -- --new-key FILE`: makes a pair of keys. docs/packaging.md has the steps of a release.
import { makeKeyPair, signFeeds } from './support/sign-feeds.mjs';

const [first = 'dist', second] = process.argv.slice(2);
try {
  if (first === '--new-key') {
    console.log(`SCRUMBOT_UPDATES_KEY=${await makeKeyPair(second)}`);
  } else {
    for (const name of await signFeeds(first, process.env.SCRUMBOT_UPDATES_PRIVATE_KEY))
      console.log(`signed ${name}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

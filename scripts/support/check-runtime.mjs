// Setup runs this with the Node that npm's scripts get. Exit code 3: that Node is too old. SQLite says itself why it
// does not load.
import { reasonNotReady } from './readiness.mjs';

if (reasonNotReady({ nodeVersion: process.versions.node, hasPackages: true }) !== null) {
  process.exit(3);
} else {
  // Loaded only now: an older Node crashes in it without a word.
  const { default: Database } = await import('better-sqlite3');
  new Database(':memory:').close();
}

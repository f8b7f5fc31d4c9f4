// `npm start`: the built app, as a headless host with its UI in a browser.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

if (isReady() && buildWhenStale()) {
  process.argv.splice(2, 0, 'run');
  await import(new URL('../out/main/cli.js', import.meta.url).href);
}

// `npm run -s scrumbot -- …`: the command line in this process, from the build while that is up to date (it needs
// less memory), otherwise from source.
import { fileURLToPath } from 'node:url';
import { buildWhenStale, isStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

const words = process.argv.slice(2);
// Only this command serves the page, and a page is there only when built.
const servesPage = firstCommand(words) === 'run' && !words.includes('--help') && !words.includes('-h');

if (isReady() && (!servesPage || buildWhenStale())) {
  const built = new URL('../out/main/cli.js', import.meta.url).href;
  if (isStale(fileURLToPath(new URL('..', import.meta.url)))) {
    const { keepCompiled } = await import('./support/keep-compiled.mjs');
    keepCompiled();
    await import('../src/main/cli/main.ts');
  } else {
    await import(built);
  }
}

/**
 * Some options may stand in front of the command; those of every command, see src/main/cli/options.
 *
 * @param {readonly string[]} words
 * @returns {string | undefined}
 */
function firstCommand(words) {
  const [word, ...rest] = words;
  if (!word?.startsWith('--')) return word;
  const takesValue = ['--home', '--color', '--log-level'].includes(word);
  return firstCommand(takesValue ? rest.slice(1) : rest);
}

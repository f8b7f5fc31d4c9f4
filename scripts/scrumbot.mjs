// `npm run -s scrumbot -- …`: the command line, from source and in this process.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { isReady } from './support/readiness.mjs';

const words = process.argv.slice(2);
// Only this command serves the page, and a page is there only when built.
const servesPage = words[0] === 'run' && !words.includes('--help') && !words.includes('-h');

if (isReady() && (!servesPage || buildWhenStale())) await import('../src/main/cli/main.ts');

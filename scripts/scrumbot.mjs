// `npm run -s scrumbot -- …`: the command line, from source and in this process.
import { buildWhenStale } from './support/build-when-stale.mjs';
import { requireNode } from './support/require-node.mjs';

if (requireNode()) {
  const needsPage = process.argv[2] === 'run';
  if (needsPage && !buildWhenStale()) process.exitCode = 1;
  else await import('../src/main/cli/main.ts');
}

import envPaths from 'env-paths';
import { resolve } from 'node:path';
import type { Paths } from '../ports/ports.ts';

/** Where a user's data lies unless told otherwise: the system's usual place for an application's data. */
export function defaultHome(environment: NodeJS.ProcessEnv): string {
  const { SCRUMBOT_HOME } = environment;
  if (SCRUMBOT_HOME !== undefined && SCRUMBOT_HOME !== '') return resolve(SCRUMBOT_HOME);
  return envPaths('ScrumBot', { suffix: '' }).data;
}

/**
 * `entryUrl` is the running entry file, two folders below the workers' source in a checkout and beside the
 * workers' bundles when built.
 */
export function createPaths(home: string, entryUrl: string): Paths {
  const isSource = entryUrl.endsWith('.ts');
  return {
    home: resolve(home),
    workerEntry: (name) => new URL(isSource ? `../core/threads/${name}.ts` : `./${name}.js`, entryUrl),
  };
}

import { parseArgs } from 'node:util';
import { defaultHome } from '../../core/lifecycle/lifecycle.ts';

/** How the app was started. */
export type StartOptions = {
  home: string;
  /** Started by the system at login: the tray is enough. */
  hidden: boolean;
};

/** Reads `--home DIR` and `--hidden`. What else there is belongs to Chromium, and is not looked at. */
export function readStartOptions(words: readonly string[], environment: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args: [...words],
    options: { home: { type: 'string' }, hidden: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  });
  const home = typeof values.home === 'string' && values.home !== '' ? values.home : null;
  return { home: home ?? defaultHome(environment), hidden: values.hidden === true };
}

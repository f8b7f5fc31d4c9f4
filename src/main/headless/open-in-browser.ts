import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { programEnvironment } from '../core/lifecycle/lifecycle.ts';
import { writePrivateFile } from './private-file.ts';

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens an address in the default browser, if there is one; the address is printed anyway. It holds the token,
 * and other users see the words of every process: the browser is given a private file that leads there.
 * Answers how to remove that file.
 * @throws AppError `storage-failed`
 */
export async function openInBrowser(
  url: string,
  options: { folder: string; platform: NodeJS.Platform; environment: NodeJS.ProcessEnv },
): Promise<() => Promise<void>> {
  const path = join(options.folder, 'open-ui.html');
  await writePrivateFile(path, `<!doctype html><meta http-equiv="refresh" content="0; url=${url}">\n`);
  const [program, ...words] = openers[options.platform] ?? ['xdg-open'];
  const child = spawn(program, [...words, path], {
    stdio: 'ignore',
    detached: true,
    env: { ...programEnvironment(options.environment), ...proxiesIn(options.environment) },
  });
  child.on('error', () => undefined);
  child.unref();
  return () => rm(path, { force: true });
}

/** The person's browser may be started by this, and goes everywhere by them. */
function proxiesIn(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => /_proxy$/i.test(name)));
}

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type Page } from 'playwright-core';
import { installRecorder } from '../app-side/recorder.ts';
import { createDesktopApp, type DesktopApp, type DesktopAppOptions } from './desktop-app.ts';
import { removeFolder } from '../../support/remove-folder.ts';

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts the built app in Electron, through Playwright. */
export async function startInElectron(
  executablePath: string,
  options: DesktopAppOptions,
): Promise<DesktopApp> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-recorder-'));
  const recorder = join(folder, 'recorder.cjs');
  // Before the app's first line, because a tray that was made before cannot be asked what it shows.
  await writeFile(recorder, `(${installRecorder.toString()})(require('electron'));`);
  const electron = await _electron.launch({
    executablePath,
    args: ['-r', recorder, options.appPath ?? projectFolder, ...(options.args ?? [])],
    env: { ...process.env, ...options.environment } as Record<string, string>,
  });
  const child = electron.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(async () => {
    await removeFolder(folder);
    return { code: child.exitCode, signal: child.signalCode, output };
  });

  async function page(name: string): Promise<Page> {
    const isIt = (candidate: Page): boolean => new URL(candidate.url()).pathname.endsWith(`/${name}`);
    return electron.windows().find(isIt) ?? electron.waitForEvent('window', { predicate: isIt });
  }

  return createDesktopApp({
    // Playwright sends functions as text, too; this one makes a function of ours there.
    evaluate: (source, argument) =>
      electron.evaluate(
        (electronApi, [text, value]) =>
          ((0, eval)(`(${text})`) as (api: unknown, argument: unknown) => unknown)(electronApi, value),
        [source, argument] as const,
      ),
    page,
    addInitScript: async (script) => {
      await electron.context().addInitScript(script);
    },
    output: () => output,
    pid: child.pid ?? -1,
    ended,
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  });
}

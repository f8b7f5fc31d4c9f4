import { app, dialog } from 'electron';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import packageJson from '../../../../package.json' with { type: 'json' };
import { toAppError } from '../../../shared/errors.ts';
import { registerAppScheme } from '../window/window.ts';
import { startDesktop } from './assemble.ts';
import { readStartOptions, type StartOptions } from './start-options.ts';
import { say } from '../../../shared/words/all-words.ts';

const failedStart = 1;

/** The app from its first line to its end. One instance a data folder: a second one wakes the first. */
export async function runDesktop(entryUrl: string): Promise<void> {
  const start = readStartOptions(process.argv.slice(1), process.env);
  app.setName('ScrumBot');
  // Windows shows notices of an app that it knows by this name only; the installer gives it the same.
  if (process.platform === 'win32') app.setAppUserModelId('com.scrumbot.desktop');
  keepBrowserFilesIn(start);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  app.enableSandbox();
  registerAppScheme();
  await app.whenReady();
  try {
    await startDesktop({ ...start, entryUrl, version: packageJson.version });
  } catch (error) {
    const { message } = toAppError(error);
    process.stderr.write(`${message}\n`);
    dialog.showErrorBox(say('desktop.cannot-start'), message);
    app.exit(failedStart);
  }
}

/** Chromium's own files lie in the data folder as well, and with them the lock of the single instance. */
function keepBrowserFilesIn({ home }: StartOptions): void {
  const folder = join(resolve(home), 'browser');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
  } catch {
    // The core, which needs the folder more, says in a moment why it cannot be used.
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../../support/chromium.ts';
import { limits } from '../../support/machine/limits.ts';
import { removeFolder } from '../../support/remove-folder.ts';

/** A headless Chromium for the stand-in's windows: it speaks to the stand-in and, through Playwright, to the test. */
export type TestChromium = {
  cdpUrl: string;
  /** Connects on first use. */
  playwright(): Promise<Browser>;
  stop(): Promise<void>;
};

/** `environment` decides, among others, which sound server it records from. */
export async function startTestChromium(environment: NodeJS.ProcessEnv = process.env): Promise<TestChromium> {
  const profile = await mkdtemp(join(tmpdir(), 'scrumbot-chromium-'));
  const child = spawn(
    chromiumPath,
    [
      '--headless=new',
      ...chromiumArguments,
      // As Electron is built, and as `autoplayPolicy: 'no-user-gesture-required'` asks for.
      '--autoplay-policy=no-user-gesture-required',
      // A hidden window's page is hidden by the stand-in where the app asks for it, and by nobody else.
      '--disable-backgrounding-occluded-windows',
      '--remote-debugging-port=0',
      // The pipe is spoken by nobody: Chromium ends when its other end is closed, that is with the test's process.
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      '--no-startup-window',
    ],
    { env: environment, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: true },
  );
  const gone = once(child, 'exit');
  let connecting: Promise<Browser> | undefined;

  async function stop(): Promise<void> {
    const browser = await connecting?.catch(() => undefined);
    await browser?.close().catch(() => undefined);
    // The launcher is a shell script: its group is Chromium.
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      process.kill(-child.pid, 'SIGKILL');
    }
    await gone;
    await removeFolder(profile);
  }

  try {
    const cdpUrl = await new Promise<string>((resolve, reject) => {
      let text = '';
      const late = setTimeout(() => reject(new Error(`Chromium did not start: ${text}`)), limits.waitMs);
      child.stderr?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const url = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
        if (url === undefined) return;
        clearTimeout(late);
        resolve(url);
      });
      gone.then(() => reject(new Error(`Chromium ended: ${text}`)), reject);
    });
    return {
      cdpUrl,
      playwright: () => (connecting ??= chromium.connectOverCDP(cdpUrl, { timeout: limits.waitMs })),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

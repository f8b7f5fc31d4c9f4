import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeCounterWav } from '../support/counter-wav.ts';
import { holdPort } from '../support/held-port.ts';
import { describeWith } from '../support/machine/needs.ts';
import { startScrumbot, type RunningScrumbot } from '../support/scrumbot.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { turn } from './support/act.ts';
import { openPage, startBrowser } from './support/browser.ts';

async function startApp(home: string): Promise<{ app: RunningScrumbot; address: URL }> {
  const app = startScrumbot(['run'], { home, entry: 'built' });
  await expect.poll(() => app.stdout()).toMatch(/UI: \S+/);
  return { app, address: new URL(/UI: (\S+)/.exec(app.stdout())?.[1] ?? '') };
}

describeWith(['chromium', 'builtPage', 'posix'], 'a tab of an app that is stopped and started', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('goes on by itself, and so does a bookmark; Stop with the target away waits for no longer than one wants', async () => {
    const folder = await makeTemporaryFolder();
    const home = join(folder, 'home');
    const path = join(folder, 'meeting.wav');
    await writeCounterWav(path, 1);
    const first = await startApp(home);
    const { page, close } = await openPage(browser, first.address.href);
    const line = page.getByRole('region', { name: 'Status' });

    await turn(page.getByRole('radio', { name: 'WAV file' }));
    await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill(path);
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('As fast as possible');
    await page.getByRole('combobox', { name: 'Target' }).selectOption('Other address…');
    // Nobody may listen on port 1 but the system.
    await page.getByRole('textbox', { name: 'Address of the target' }).fill('ws://127.0.0.1:1/ws');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    // The app itself waits for twenty seconds only; a slow machine needs as long to press a button from outside.
    const headline = await page.waitForFunction(() => {
      const said = document.querySelector('.status-line-headline')?.textContent ?? '';
      const button = [...document.querySelectorAll<HTMLElement>('.status-line button')].find(
        ({ textContent }) => textContent === 'Stop waiting',
      );
      if (button === undefined || !said.includes('away')) return null;
      button.click();
      return said;
    });
    expect(await headline.jsonValue()).toContain('Stopping: waiting for ws://127.0.0.1:1/ws, which is away');
    await page.getByRole('button', { name: 'Record', exact: true }).waitFor();
    await line.getByText('The last recording is not complete', { exact: true }).waitFor();

    first.app.process.kill('SIGINT');
    await line.getByText('The app is not running', { exact: true }).waitFor();
    expect((await first.app.finished).code).toBe(0);
    await holdPort(Number(first.address.port));
    const second = await startApp(home);
    expect(second.address.port).toBe(first.address.port);
    await line.getByText('The app is not running', { exact: true }).waitFor({ state: 'detached' });
    await page.getByText('Version 0.1.0').waitFor();

    const bookmark = await page.context().newPage();
    await bookmark.goto(second.address.origin);
    await bookmark.getByText('Version 0.1.0').waitFor();
    await close();
    second.app.process.kill('SIGINT');
    expect((await second.app.finished).code).toBe(0);
  });
});

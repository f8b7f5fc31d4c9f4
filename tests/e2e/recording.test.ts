import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScrumbot, type RunningScrumbot } from '../support/scrumbot.ts';
import { writeSpeechWav } from '../support/speech.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { openPage, startBrowser, takeScreenshot } from './support/browser.ts';
import { describeWith } from '../support/machine/needs.ts';

async function addressOf(app: RunningScrumbot): Promise<string> {
  await expect.poll(() => app.stdout()).toMatch(/UI: \S+/);
  return /UI: (\S+)/.exec(app.stdout())?.[1] ?? '';
}

describeWith(['chromium', 'recogniser', 'speech'], 'recording in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('records a file with the built app, shows the words as they come, stops, and keeps the session', async () => {
    const folder = await makeTemporaryFolder();
    const screenshots = process.env.SCRUMBOT_SCREENSHOTS ?? folder;
    const path = join(folder, 'meeting.wav');
    await writeSpeechWav(path);
    const app = startScrumbot(['run'], { home: join(folder, 'home'), entry: 'built' });
    const watched = await openPage(browser, await addressOf(app));
    const { page, complaints } = watched;
    expect(new URL(page.url()).hash).not.toContain('token');

    await page.getByRole('radio', { name: 'WAV file' }).check();
    await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill(path);
    await page.getByRole('textbox', { name: 'Title' }).fill('Weekly planning');
    await page.getByRole('button', { name: 'Record', exact: true }).click();

    const lines = page.getByRole('log', { name: 'Transcript lines' }).getByRole('listitem');
    await expect
      .poll(() => page.getByRole('meter').first().getAttribute('aria-valuetext'))
      .toMatch(/Sound present|Quiet/);
    await expect.poll(() => lines.count()).toBeGreaterThan(1);
    await takeScreenshot(page, screenshots, 'recording');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Record', exact: true }).isVisible()).toBe(true);

    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByText('Weekly planning').first().click();
    await expect.poll(() => page.getByText('Complete', { exact: true }).first().isVisible()).toBe(true);
    await takeScreenshot(page, screenshots, 'session');
    expect(complaints).toEqual([]);
    await watched.close();

    app.process.kill('SIGINT');
    expect((await app.finished).code).toBe(0);
  });
});

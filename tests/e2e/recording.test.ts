import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScrumbot, type RunningScrumbot } from '../support/scrumbot.ts';
import { writeSpeechWav } from '../support/speech.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { choose } from './support/act.ts';
import { openPage, startBrowser, takeScreenshot } from './support/browser.ts';
import { describeWith } from '../support/machine/needs.ts';

async function addressOf(app: RunningScrumbot): Promise<string> {
  await expect.poll(() => app.stdout()).toMatch(/UI: \S+/);
  return /UI: (\S+)/.exec(app.stdout())?.[1] ?? '';
}

/** Counts what a mouse does to a page from its very beginning; it is never used here. */
async function countMouse(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'pointermove', 'wheel', 'touchstart'])
      window.addEventListener(
        type,
        () => {
          document.documentElement.dataset.mouse = type;
        },
        { capture: true },
      );
  });
}

/** Presses Tab until the named control has the focus. */
async function tabTo(page: Page, role: 'radio' | 'textbox', name: string): Promise<void> {
  const control = page.getByRole(role, { name });
  await control.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to "${name}"`);
}

/** A file wraps its lines where a page does not. */
function plain(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}

describeWith(['chromium', 'recogniser', 'speech'], 'recording in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('goes from the start to an exported transcript without a mouse, and keeps what was heard', async () => {
    const folder = await makeTemporaryFolder();
    const screenshots = process.env.SCRUMBOT_SCREENSHOTS ?? folder;
    const path = join(folder, 'meeting.wav');
    await writeSpeechWav(path);
    const app = startScrumbot(['run'], { home: join(folder, 'home') });
    const watched = await openPage(browser, await addressOf(app), {}, countMouse);
    const { page, complaints } = watched;
    await expect.poll(() => new URL(page.url()).hash).not.toContain('token');

    // Keys are heard once the page is connected.
    await page.getByRole('button', { name: 'Skip these steps' }).waitFor();
    await choose(page, 'skip', /Skip these steps/);
    await tabTo(page, 'radio', 'System audio');
    // The last of the sources: one up from the first.
    await page.keyboard.press('ArrowUp');
    await tabTo(page, 'textbox', 'Path of the WAV file');
    await page.keyboard.type(path);
    await tabTo(page, 'textbox', 'Title');
    await page.keyboard.type('Weekly planning');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('r');

    const lines = page.getByRole('log', { name: 'Transcript lines' }).getByRole('listitem');
    await expect
      .poll(() => page.getByRole('meter').first().getAttribute('aria-valuetext'))
      .toMatch(/Sound present|Quiet/);
    await expect.poll(() => lines.count()).toBeGreaterThan(1);
    const seen = await lines.locator('.transcript-text').allTextContents();
    await takeScreenshot(page, screenshots, 'recording');
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Record', exact: true }).waitFor();

    await choose(page, 'weekly pl', /Weekly planning/);
    await page.getByText('Complete', { exact: true }).first().waitFor();
    await takeScreenshot(page, screenshots, 'session');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      choose(page, 'export txt', /Export TXT/),
    ]);
    const exported = plain(await readFile(await download.path(), 'utf8'));
    expect(download.suggestedFilename()).toMatch(/^\d{8}-\d{6}-[0-9a-f]{8}\.txt$/);
    for (const line of seen) expect(exported).toContain(plain(line));
    await expect.poll(() => page.locator('html').getAttribute('data-mouse')).toBeNull();
    expect(complaints).toEqual([]);
    await watched.close();

    app.process.kill('SIGINT');
    expect((await app.finished).code).toBe(0);
  });
});

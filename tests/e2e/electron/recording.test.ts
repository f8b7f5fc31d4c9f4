import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesktopApp } from '../../electron-host/driver/start-desktop-app.ts';
import { speechTools, writeSpeechWav } from '../../support/speech.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { takeScreenshot } from '../support/browser.ts';
import { startDesktop, whyNoDesktop, type Desktop } from './support/desktop.ts';

const why = await whyNoDesktop(...speechTools, 'pocketsphinx_continuous');

describe.skipIf(why !== null)(`recording from the tray${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let desktop: Desktop;
  beforeAll(async () => {
    desktop = await startDesktop();
  });
  afterAll(() => desktop.stop());

  it('records what the machine plays, shows its words in the window, stops, and gives a receipt', async () => {
    const folder = await makeTemporaryFolder();
    const screenshots = process.env.SCRUMBOT_SCREENSHOTS ?? folder;
    const wav = join(folder, 'meeting.wav');
    await writeSpeechWav(wav);
    const { environment, chromium } = desktop;
    const app = await startDesktopApp({ chromium, environment, args: ['--home', join(folder, 'home')] });
    const page = await app.page('index.html');
    const labels = async (): Promise<string[]> => ((await app.tray())?.menu ?? []).map(({ label }) => label);

    await expect.poll(labels).toContain('Record');
    await app.clickTrayItem('Record');
    await expect.poll(labels, { timeout: 20_000 }).toContain('Stop');
    await desktop.play(wav);
    const lines = page.getByRole('log', { name: 'Transcript lines' }).getByRole('listitem');
    await expect.poll(() => lines.count(), { timeout: 40_000 }).toBeGreaterThan(1);
    expect((await app.tray())?.toolTip).toMatch(/^ScrumBot: \d\d:\d\d · /);
    await takeScreenshot(page, screenshots, 'desktop-recording');

    await app.clickTrayItem('Stop');
    await expect.poll(labels, { timeout: 60_000 }).toContain('Record');
    const last = (await labels()).find((label) => label.startsWith('Last session: '));
    await app.clickTrayItem(last ?? 'Last session');
    await page.getByRole('heading', { name: 'Receipt' }).waitFor();
    await takeScreenshot(page, screenshots, 'desktop-receipt');
  });
});

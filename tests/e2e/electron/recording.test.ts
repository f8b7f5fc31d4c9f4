import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSpeechWav } from '../../support/speech.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { takeScreenshot } from '../support/browser.ts';
import { startApp } from './support/app.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import { stop, trayLabels, waitForTray } from './support/tray.ts';

/** What the app is for, from the tray's first click to the receipt. */
describeDesktop(
  'recording with the desktop app',
  (theDesktop) => {
    it('records what the machine plays, shows its words in the window, stops, and gives a receipt', async () => {
      const folder = await makeTemporaryFolder();
      const screenshots = process.env.SCRUMBOT_SCREENSHOTS ?? folder;
      const wav = join(folder, 'meeting.wav');
      await writeSpeechWav(wav);
      const { app } = await startApp(theDesktop());
      const page = await app.page('index.html');

      await app.clickTrayItem('Record');
      await waitForTray(app, 'Stop');
      await theDesktop().play(wav);
      const lines = page.getByRole('log', { name: 'Transcript lines' }).getByRole('listitem');
      await expect.poll(() => lines.count()).toBeGreaterThan(1);
      await expect.poll(async () => (await app.tray())?.toolTip).toMatch(/^ScrumBot: \d\d:\d\d · /);
      await takeScreenshot(page, screenshots, 'desktop-recording');

      await stop(app);
      // What the last session was, is asked for when it has ended.
      await waitUntil(async () => {
        const last = (await trayLabels(app)).find((label) => label.startsWith('Last session: '));
        await app.clickTrayItem(last ?? 'Last session');
      });
      await page.getByRole('heading', { name: 'Receipt' }).waitFor();
      await takeScreenshot(page, screenshots, 'desktop-receipt');
    });
  },
  ['recogniser'],
);

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { speechTools, writeSpeechWav } from '../../../support/speech.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { findMissingTools } from '../../../support/tools.ts';
import { takeScreenshot } from '../../support/browser.ts';
import { startApp } from '../support/app.ts';
import type { Desktop } from '../support/desktop.ts';
import { stop, trayLabels, waitForTray } from '../support/tray.ts';

const missing = await findMissingTools([...speechTools, 'pocketsphinx_continuous']);

/** What the app is for, from the tray's first click to the receipt. */
export function describeRecording(theDesktop: () => Desktop): void {
  const why = missing.length > 0 ? ` (skipped, not installed: ${missing.join(', ')})` : '';
  describe.skipIf(missing.length > 0)(`recording${why}`, () => {
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
      await expect.poll(() => lines.count(), { timeout: 60_000 }).toBeGreaterThan(1);
      expect((await app.tray())?.toolTip).toMatch(/^ScrumBot: \d\d:\d\d · /);
      await takeScreenshot(page, screenshots, 'desktop-recording');

      await stop(app);
      const last = (await trayLabels(app)).find((label) => label.startsWith('Last session: '));
      await app.clickTrayItem(last ?? 'Last session');
      await page.getByRole('heading', { name: 'Receipt' }).waitFor();
      await takeScreenshot(page, screenshots, 'desktop-receipt');
    });
  });
}

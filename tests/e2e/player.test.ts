import { expect, it } from 'vitest';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { pastSessions } from './support/samples.ts';

describePage('listening to a session', ({ open, takeScreenshot }) => {
  it('seeks by keyboard and by a click on a line, which plays it, and marks the line that is heard', async () => {
    const page = await open(createFakeCore({ sessions: pastSessions }));
    await page.goto(`${page.url().split('#')[0] ?? ''}#/sessions/${pastSessions[0]?.sessionId ?? ''}`);
    const place = page.getByRole('slider', { name: 'Position' });
    await place.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageUp');
    await expect.poll(() => place.getAttribute('aria-valuenow')).toBe('65');
    await page.keyboard.press('Home');
    await expect.poll(() => place.getAttribute('aria-valuenow')).toBe('0');
    const lines = page.getByRole('region', { name: 'Transcript lines' }).getByRole('listitem');
    const second = lines.nth(1);
    await second.getByRole('button', { name: /^Play from/ }).click();
    await expect.poll(() => second.getAttribute('aria-current')).toBe('true');
    const pause = page.getByRole('button', { name: 'Pause' });
    await pause.click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const element = page.locator('audio');
    await expect
      .poll(() => element.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration)))
      .toBe(754);
    await takeScreenshot(page, 'session-player');
  });
});

import { expect, it } from 'vitest';
import { choose } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { pastSessions, recordingStatus, sampleSession } from './support/samples.ts';

describePage('the keyboard', ({ open, lookAt }) => {
  it('reaches every page and every recording with Ctrl+K, and gives the focus back with Escape', async () => {
    const page = await open(createFakeCore({ sessions: pastSessions }));
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Command palette' });
    await field.waitFor();
    await lookAt(page, 'palette');
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await choose(page, 'sprint retro', /Retrospective of sprint 13/);
    await page.getByRole('heading', { name: 'Tracks' }).waitFor();
    await choose(page, 'heal', /Health/);
    await page.getByRole('heading', { name: 'Check' }).waitFor();
    await page.keyboard.press('Control+k');
    await field.fill('nothing is called so');
    await page.getByText('No matches.').waitFor();
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
  });

  it('records with R from any page, stops with S, searches with /, and lists the shortcuts with ?', async () => {
    const core = createFakeCore({ sessions: pastSessions });
    const page = await open(core);
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    const search = page.getByRole('searchbox', { name: 'Search all transcripts' });
    await search.waitFor();
    await page.keyboard.press('/');
    await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
    // A letter that is typed is a letter.
    await page.keyboard.type('rs?');
    await expect.poll(() => search.inputValue()).toBe('rs?');
    expect(core.calls.map(({ name }) => name)).not.toContain('session.start');
    await search.fill('');
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await lookAt(page, 'shortcuts');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('r');
    await expect.poll(() => core.calls.map(({ name }) => name)).toContain('session.start');
    core.setStatus({ ...recordingStatus, session: sampleSession() });
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await page.keyboard.press('s');
    await expect.poll(() => core.calls.map(({ name }) => name)).toContain('session.stop');
  });
});

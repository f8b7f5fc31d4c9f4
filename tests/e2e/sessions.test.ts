import { expect, it } from 'vitest';
import { describePage } from './support/describe-page.ts';
import { createFakeCore } from './support/fake-core.ts';
import { pastSessions, recordingStatus, sampleSession } from './support/samples.ts';

const [first] = pastSessions;

describePage('kept sessions', ({ open, takeScreenshot }) => {
  it('are renamed, tagged and noted, and found by that and by how they stand', async () => {
    const core = createFakeCore({ sessions: pastSessions });
    const page = await open(core);
    await page.goto(`${page.url().split('#')[0] ?? ''}#/sessions/${first?.sessionId ?? ''}`);
    await page.getByRole('button', { name: 'Edit title, tags and notes' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Retro 🎉 von Zoë');
    await page.getByRole('textbox', { name: 'Tags' }).fill('retro, sprint 13');
    await page.getByRole('textbox', { name: 'Notes' }).fill('Priya sends the figures.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Retro 🎉 von Zoë' }).waitFor();
    await page.getByText('Priya sends the figures.').waitFor();
    await takeScreenshot(page, 'session-annotated');
    const list = page.getByRole('list', { name: 'Recorded sessions' });
    await page.getByRole('searchbox').fill('sprint 13');
    await expect.poll(() => list.getByRole('link').count()).toBe(1);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Failed', pressed: false }).click();
    await expect.poll(() => list.getByRole('link').count()).toBe(1);
    await page.getByRole('button', { name: 'Failed', pressed: true }).click();
    await expect.poll(() => list.getByRole('link').count()).toBe(pastSessions.length);
  });

  it('grow before the eyes of whoever looks while one is recorded', async () => {
    const running = sampleSession({ sessionId: 'live', title: 'Now', seconds: 4 });
    const core = createFakeCore({ sessions: [running, ...pastSessions] });
    const show = core.handlers['sessions.show'];
    let notes = '';
    core.handlers['sessions.show'] = async (input) => ({ ...(await show(input)), notes });
    const page = await open(core);
    await page.goto(`${page.url().split('#')[0] ?? ''}#/sessions/live`);
    const row = page.getByRole('list', { name: 'Recorded sessions' }).getByRole('link', { name: /^Now/ });
    const details = page.getByRole('article', { name: 'Session' });
    await row.getByText(/· 0:04 ·/).waitFor();
    core.setStatus({ ...recordingStatus, session: { ...running, seconds: 65.2 } });
    await row.getByText(/· 1:05 ·/).waitFor();
    await details.getByText(/· 1:05 ·/).waitFor();
    notes = 'It goes on.';
    await details.getByText('It goes on.').waitFor();
  });

  it('are there to the last of hundreds, of which those in sight are drawn, and all of them are selected', async () => {
    const sessions = Array.from({ length: 450 }, (_none, n) =>
      sampleSession({ sessionId: `s-${n}`, title: `Meeting ${n}`, state: 'ended' }),
    );
    const page = await open(createFakeCore({ sessions }));
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    const list = page.getByRole('list', { name: 'Recorded sessions' });
    await list.getByText('Meeting 0', { exact: true }).waitFor();
    const last = list.getByText('Meeting 449', { exact: true });
    await expect
      .poll(async () => {
        await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
        return last.isVisible();
      })
      .toBe(true);
    await list.getByText('Meeting 0', { exact: true }).waitFor({ state: 'detached' });
    await expect.poll(() => list.getByRole('link').count()).toBeLessThan(300);
    await list.evaluate((box) => box.scrollTo(0, 0));
    await list.getByText('Meeting 0', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await page.getByRole('button', { name: 'Select all' }).click();
    await page.getByText('450 selected').waitFor();
  });

  it('are deleted several at a time, and the page says what is not gone yet, and why', async () => {
    const core = createFakeCore({ sessions: pastSessions });
    const reason = 'Another program reads the database; its log is written anew when that has ended.';
    const remove = core.handlers['sessions.delete'];
    core.handlers['sessions.delete'] = async (input) => ({
      ...(await remove(input)),
      isGone: input.sessionId !== first?.sessionId,
      reason: input.sessionId === first?.sessionId ? reason : null,
    });
    const page = await open(core);
    await page.getByRole('link', { name: 'Sessions', exact: true }).click();
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    await page.getByRole('button', { name: 'Select all' }).click();
    await page.getByText(`${pastSessions.length} selected`).waitFor();
    const chip = page.getByRole('button', { name: 'Incomplete', exact: true });
    await chip.click();
    await page.getByText('0 selected').waitFor();
    await chip.click();
    await page.getByRole('button', { name: 'Select all' }).click();
    await page.getByText(`${pastSessions.length} selected`).waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    const asked = page.getByRole('dialog', { name: `Delete ${pastSessions.length} sessions?` });
    await asked.getByRole('button', { name: `Delete ${pastSessions.length} sessions` }).click();
    const result = page.getByRole('status', { name: 'Deletion' });
    await result.getByText(`${pastSessions.length} sessions are deleted.`).waitFor();
    await result.getByText(reason).waitFor();
    await expect.poll(() => result.getByText('Nothing of it is left').count()).toBe(0);
    await page.getByText('No sessions yet.').waitFor();
    await result.getByRole('button', { name: 'Got it' }).click();
    await result.waitFor({ state: 'detached' });
  });
});

import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { sampleBundle } from '../support/bundle-samples.ts';
import { turn } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { sampleSession } from './support/samples.ts';

describePage('the diagnostics page', ({ open, lookAt }) => {
  async function openDiagnostics(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Diagnostics', exact: true }).click();
    await page.getByRole('heading', { name: 'Export diagnostics' }).waitFor();
    return page;
  }

  const inputsOf = (core: FakeCore, name: string): unknown[] =>
    core.calls.filter((call) => call.name === name).map(({ input }) => input);

  it('fits and is accessible with findings, a part that is looked at, and a bundle that was written', async () => {
    const core = createFakeCore({ sessions: [sampleSession()] });
    const page = await openDiagnostics(core);
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.getByText('The connection broke 6 times in an hour.').waitFor();
    await page.getByRole('button', { name: 'View Events, without their words' }).click();
    await page.getByText('<target-1>').waitFor();
    core.topics.publish('bundle', { phase: 'done', report: sampleBundle });
    await page.getByText(sampleBundle.path).waitFor();
    await lookAt(page, 'diagnostics');
  });

  it('asks for what was chosen, says how far it is, cancels, and shows the file in its folder', async () => {
    const core = createFakeCore({ sessions: [sampleSession()] });
    const page = await openDiagnostics(core);
    await page.getByRole('combobox', { name: 'Time range' }).selectOption('the last 24 hours');
    await page.getByRole('combobox', { name: 'Size at most' }).selectOption('10 MB');
    await page.getByRole('textbox', { name: 'What happened? (in your words)' }).fill('It stood still.');
    await turn(page.getByRole('checkbox', { name: /^Transcripts/ }));
    await turn(page.getByRole('checkbox', { name: 'Logs' }), 'off');
    await page.getByText('Seal it, or choose the folder').click();
    await page.getByRole('textbox', { name: 'Folder' }).fill('/tmp/for-support');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('progressbar', { name: 'Writing the bundle' }).waitFor();
    expect(inputsOf(core, 'bundle.start')).toEqual([
      {
        request: {
          windowMs: 86_400_000,
          sessionId: null,
          maxBytes: 10 * 1024 ** 2,
          without: ['logs'],
          include: ['transcripts'],
          note: 'It stood still.',
        },
        recipient: null,
        folder: '/tmp/for-support',
      },
    ]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled. Nothing was written.').waitFor();
    core.topics.publish('bundle', { phase: 'done', report: sampleBundle });
    await page.getByRole('button', { name: 'Show in folder' }).click();
    await expect.poll(() => inputsOf(core, 'bundle.show')).toHaveLength(1);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toBe(
      'scrumbot-bundle-2026-11-27T10-00-host-0a1b2c-0.1.0.zip',
    );
  });

  it('says whether a word of somebody is in it, and tells in words what cannot be done', async () => {
    const core = createFakeCore({});
    const page = await openDiagnostics(core);
    const word = page.getByRole('textbox', { name: 'Word', exact: true });
    await word.fill('Jane');
    await word.press('Enter');
    await page.getByText('It is in logs.jsonl.').waitFor();
    await word.fill('Joe');
    await word.press('Enter');
    await page.getByText("It isn't in any part.").waitFor();
    core.failNext('bundle.start', new AppError('bad-input', 'There is no folder /nowhere. Make it.'));
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByText('There is no folder /nowhere. Make it.').waitFor();
  });
});

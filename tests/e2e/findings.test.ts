import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { faultyEvents, faultyReport } from './support/findings-sample.ts';
import { expectFitAndAccessible, looks } from './support/looks.ts';
import { pastSessions } from './support/samples.ts';

const cores = {
  empty: () => createFakeCore({}),
  full: () => createFakeCore({ sessions: pastSessions, events: faultyEvents, analysis: faultyReport }),
  failing: () => {
    const core = createFakeCore({ sessions: pastSessions });
    core.failNext(
      'analysis.run',
      new AppError('storage-failed', 'The database cannot be read. Check the disk.'),
    );
    return core;
  },
};

describePage('the findings page', ({ open, takeScreenshot }) => {
  async function openFindings(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    return page;
  }

  it.each(looks)(
    'fits and is accessible, $size and $colorScheme',
    async ({ size, viewport, colorScheme }) => {
      for (const state of ['empty', 'full', 'failing'] as const) {
        const page = await openFindings(cores[state](), { viewport, colorScheme, reducedMotion: 'reduce' });
        const sign = {
          empty: /No frames are stored yet/,
          full: /3 events were one too many/,
          failing: /The database cannot be read/,
        };
        await page.getByText(sign[state]).first().waitFor();
        if (state === 'full') {
          await page.getByText(/^Answered twice/).click();
          await page.getByText('Show the events side by side').first().click();
          await page.getByRole('table').waitFor();
        }
        await takeScreenshot(page, `findings-${state}-${size}-${colorScheme}`);
        await expectFitAndAccessible(page);
      }
    },
  );

  it('puts the events of a finding side by side and marks what differs', async () => {
    const page = await openFindings(cores.full());
    await page.getByText(/^Answered twice/).click();
    await page.getByText('Show the events side by side').first().click();
    const final = page.getByRole('row', { name: /data\.is_final/ });
    await final.waitFor();
    expect(await final.innerText()).toContain('differs');
    expect(await page.getByRole('row', { name: /data\.text/ }).innerText()).not.toContain('differs');
  });

  it('analyses one session when it is chosen, and again when it is asked to', async () => {
    const core = cores.full();
    const page = await openFindings(core);
    const [session] = pastSessions;
    if (session === undefined) throw new Error('there are past sessions');
    await page.getByRole('combobox', { name: 'Events of' }).selectOption(session.title);
    const rules = { windowSec: 5, ignore: ['timestamp', 'chunkId'], sameSource: true };
    const runs = (): unknown[] =>
      core.calls.filter(({ name }) => name === 'analysis.run').map(({ input }) => input);
    await expect.poll(runs).toEqual([
      { range: {}, rules },
      { range: { sessionId: session.sessionId }, rules },
    ]);
    await page.getByRole('button', { name: 'Analyse again' }).click();
    await expect.poll(() => runs().length).toBe(3);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import {
  narrow,
  noBrowser,
  openPage,
  startBrowser,
  takeScreenshot,
  wide,
  type WatchedPage,
} from './support/browser.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { faultyEvents, faultyReport } from './support/findings-sample.ts';
import { pastSessions } from './support/samples.ts';
import { servePage, type ServedPage } from './support/serve-page.ts';

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

describe.skipIf(noBrowser !== null)(
  `the findings page${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let browser: Browser;
    let folder: string;
    let server: ServedPage | undefined;
    let watched: WatchedPage | undefined;

    beforeAll(async () => {
      browser = await startBrowser();
      folder = process.env.SCRUMBOT_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'scrumbot-findings-')));
    });
    afterAll(async () => {
      await browser.close();
      if (process.env.SCRUMBOT_SCREENSHOTS === undefined) await rm(folder, { recursive: true });
    });
    afterEach(async () => {
      await watched?.close();
      await server?.stop();
      const { complaints = [] } = watched ?? {};
      watched = server = undefined;
      expect(complaints).toEqual([]);
    });

    async function open(core: FakeCore, options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
      server = await servePage(core);
      watched = await openPage(browser, server.url, options);
      const { page } = watched;
      await page.getByRole('link', { name: 'Findings', exact: true }).click();
      return page;
    }

    const looks = Object.entries({ wide, narrow }).flatMap(([size, viewport]) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ size, viewport, colorScheme })),
    );

    it.each(looks)(
      'fits and is accessible, $size and $colorScheme',
      async ({ size, viewport, colorScheme }) => {
        for (const state of ['empty', 'full', 'failing'] as const) {
          const page = await open(cores[state](), { viewport, colorScheme, reducedMotion: 'reduce' });
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
          await takeScreenshot(page, folder, `findings-${state}-${size}-${colorScheme}`);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow).toBeLessThanOrEqual(0);
          await watched?.close();
          await server?.stop();
          watched = server = undefined;
        }
      },
    );

    it('puts the events of a finding side by side and marks what differs', async () => {
      const page = await open(cores.full());
      await page.getByText(/^Answered twice/).click();
      await page.getByText('Show the events side by side').first().click();
      const final = page.getByRole('row', { name: /data\.is_final/ });
      await final.waitFor();
      expect(await final.innerText()).toContain('differs');
      expect(await page.getByRole('row', { name: /data\.text/ }).innerText()).not.toContain('differs');
    });

    it('analyses one session when it is chosen, and again when it is asked to', async () => {
      const core = cores.full();
      const page = await open(core);
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
  },
);

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
import { servePage, type ServedPage } from './support/serve-page.ts';
import { directStatus, pastSessions, sampleSession } from './support/samples.ts';

type OpenOptions = Parameters<typeof openPage> extends [unknown, unknown, ...infer R] ? R : never;

const direct = sampleSession({ mode: 'direct', target: null, engine: 'groq' });
const ended = sampleSession({
  sessionId: '20260301-100000-e5',
  title: 'Planning, transcribed directly',
  mode: 'direct',
  target: null,
  engine: 'groq',
  state: 'ended',
  reason: '2 of 41 segments could not be transcribed: Groq has trouble of its own (503).',
  endedAt: '2026-03-01T10:12:34.000Z',
});

describe.skipIf(noBrowser !== null)(
  `direct mode in the page${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let browser: Browser;
    let folder: string;
    let core: FakeCore;
    let server: ServedPage | undefined;
    let watched: WatchedPage | undefined;

    beforeAll(async () => {
      browser = await startBrowser();
      folder = process.env.SCRUMBOT_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'scrumbot-page-')));
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

    async function open(next: FakeCore, ...options: OpenOptions): Promise<Page> {
      core = next;
      server = await servePage(core);
      watched = await openPage(browser, server.url, ...options);
      await watched.page.getByText('Version 0.1.0').waitFor({ state: 'attached' });
      return watched.page;
    }

    async function expectFitAndAccessible(page: Page, width: number): Promise<void> {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }

    const looks = Object.entries({ wide, narrow }).flatMap(([size, viewport]) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ size, viewport, colorScheme })),
    );
    it.each(looks)(
      'fits and is accessible, $size and $colorScheme',
      async ({ size, viewport, colorScheme }) => {
        const options = { viewport, colorScheme, reducedMotion: 'reduce' } as const;
        let page = await open(createFakeCore({}), options);
        await page.getByRole('radio', { name: 'Transcribe directly' }).check();
        await page.getByRole('combobox', { name: 'Speech engine' }).selectOption('Groq (needs a key)');
        await page.getByLabel('Key for Groq').waitFor();
        await expectFitAndAccessible(page, viewport.width);
        await takeScreenshot(page, folder, `direct-form-${size}-${colorScheme}`);
        await watched?.close();
        await server?.stop();

        page = await open(
          createFakeCore({ status: directStatus, sessions: [direct, ended, ...pastSessions] }),
          options,
        );
        await page
          .getByRole('region', { name: 'Verdict' })
          .getByText('The speech engine makes us wait')
          .waitFor();
        await expectFitAndAccessible(page, viewport.width);
        await takeScreenshot(page, folder, `direct-waiting-${size}-${colorScheme}`);
        await page.getByRole('link', { name: 'Sessions', exact: true }).click();
        await page.getByRole('searchbox', { name: 'Search all transcripts' }).fill('reconnect');
        await page.getByRole('list', { name: 'Lines that were found' }).waitFor();
        await expectFitAndAccessible(page, viewport.width);
        await takeScreenshot(page, folder, `direct-search-${size}-${colorScheme}`);
        await page.getByRole('searchbox', { name: 'Search all transcripts' }).fill('');
        await page.getByRole('link', { name: /Planning, transcribed/ }).click();
        await page.getByRole('heading', { name: 'Transcripts by engines' }).waitFor();
        await expectFitAndAccessible(page, viewport.width);
        await takeScreenshot(page, folder, `direct-session-${size}-${colorScheme}`);
      },
    );

    it('hands a key over and keeps nothing of it', async () => {
      const page = await open(createFakeCore({}));
      await page.getByRole('radio', { name: 'Transcribe directly' }).check();
      await page.getByRole('combobox', { name: 'Speech engine' }).selectOption('Groq (needs a key)');
      const secret = 'gsk_secret_of_this_test_wxyz';
      await page.getByLabel('Key for Groq').fill(secret);
      await page.getByRole('button', { name: 'Save key' }).click();
      await expect
        .poll(() => core.calls.find(({ name }) => name === 'secrets.set')?.input)
        .toEqual({ name: 'groq', value: secret });
      core.topics.publish('engines', {});
      await page.getByText('The key for Groq that ends in wxyz is set.').waitFor();
      expect(await page.getByLabel('Another key').inputValue()).toBe('');
      const kept = await page.evaluate(
        () =>
          JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]) +
          document.body.innerHTML,
      );
      expect(kept).not.toContain('gsk_secret');
    });

    it('records directly with the engine of the settings', async () => {
      const page = await open(createFakeCore({}));
      await page.getByRole('radio', { name: 'Transcribe directly' }).check();
      await page.getByRole('combobox', { name: 'Speech engine' }).selectOption('pocketsphinx');
      await expect
        .poll(() => core.calls.filter(({ name }) => name === 'settings.update').map(({ input }) => input))
        .toContainEqual({ direct: { engine: 'pocketsphinx' } });
      await page.getByRole('button', { name: 'Record', exact: true }).click();
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      expect(core.calls.find(({ name }) => name === 'session.start')?.input).toEqual({
        inputs: [{ kind: 'system' }],
        mode: 'direct',
      });
    });

    it('tries failed parts again, asks another engine, and shows what was probably never said on request', async () => {
      const page = await open(createFakeCore({ sessions: [ended] }));
      await page.getByRole('link', { name: 'Sessions', exact: true }).click();
      await page.getByRole('link', { name: /Planning, transcribed/ }).click();
      await page.getByRole('heading', { name: 'Transcripts by engines' }).waitFor();
      expect(await page.getByText('Thank you for watching.').count()).toBe(0);
      await page.getByRole('button', { name: /Show \d+ doubtful/ }).click();
      await page.getByText('Thank you for watching.').first().waitFor();

      const starts = (): unknown[] =>
        core.calls.filter(({ name }) => name === 'transcripts.start').map(({ input }) => input);
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect.poll(starts).toEqual([{ sessionId: ended.sessionId, engine: 'groq', isAnew: false }]);
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await expect
        .poll(() => core.calls.filter(({ name }) => name === 'sessions.show').at(-1)?.input)
        .toEqual({ sessionId: ended.sessionId, transcriptId: 2 });

      core.failNext('transcripts.start', new AppError('engine-failed', 'Groq needs a key.'));
      await page.getByText('Transcribe with another engine…').click();
      await page.getByRole('button', { name: 'Transcribe', exact: true }).click();
      await page.getByRole('alert').getByText('Groq needs a key.').waitFor();
    });
  },
);

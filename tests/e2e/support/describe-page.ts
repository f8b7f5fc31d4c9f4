import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openPage, startBrowser, takeScreenshot, type WatchedPage } from './browser.ts';
import type { FakeCore } from './fake-core.ts';
import { expectFitsInEveryLook } from './looks.ts';
import { servePage, type ServedPage } from './serve-page.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { removeFolder } from '../../support/remove-folder.ts';

type Prepare = (page: Page) => Promise<void>;

/** What the tests of the page do with it. All that a test opened is closed after it. */
export type PageTests = {
  /** Serves the page over a core and opens it; resolves when the two are connected. */
  open: (core: FakeCore, options?: BrowserContextOptions, prepare?: Prepare) => Promise<Page>;
  /** Serves the page without opening it. */
  serve: (core: Pick<FakeCore, 'handlers' | 'topics'>, port?: number) => Promise<ServedPage>;
  /** Opens an address without waiting for anything. */
  openAt: (url: string, options?: BrowserContextOptions, prepare?: Prepare) => Promise<Page>;
  /** Looks at the page in every size and colour scheme; a picture of each, that begins with `name`, where they are kept. */
  lookAt: (page: Page, name: string) => Promise<void>;
  /** Into the folder that SCRUMBOT_SCREENSHOTS names, or into one that goes with the tests. */
  takeScreenshot: (page: Page, name: string) => Promise<string>;
  /** What the running test makes fail on purpose, and a browser reports. */
  expectComplaints: (pattern: RegExp) => void;
};

/**
 * Tests of the built page over fake cores, in one browser for all of them. A test fails by what the browser complains of,
 * and by errors of the server that were nobody's expected ones.
 */
export function describePage(what: string, define: (tests: PageTests) => void): void {
  describeWith(['chromium'], what, () => {
    let browser: Browser;
    let folder: string;
    let expected: RegExp | null = null;
    const servers: ServedPage[] = [];
    const pages: WatchedPage[] = [];
    const isKept = process.env.SCRUMBOT_SCREENSHOTS !== undefined;

    beforeAll(async () => {
      browser = await startBrowser();
      folder = process.env.SCRUMBOT_SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'scrumbot-page-')));
    });
    afterAll(async () => {
      await browser.close();
      if (process.env.SCRUMBOT_SCREENSHOTS === undefined) await removeFolder(folder);
    });
    afterEach(async () => {
      const opened = pages.splice(0);
      const served = servers.splice(0);
      const pattern = expected;
      expected = null;
      await Promise.all(opened.map((page) => page.close()));
      await Promise.all(served.map((server) => server.stop()));
      const complaints = opened.flatMap((page) => page.complaints);
      expect(complaints.filter((line) => pattern?.test(line) !== true)).toEqual([]);
      expect(served.flatMap(({ defects }) => defects)).toEqual([]);
    });

    async function serve(core: Pick<FakeCore, 'handlers' | 'topics'>, port?: number): Promise<ServedPage> {
      const server = await servePage(core, port);
      servers.push(server);
      return server;
    }

    async function openAt(url: string, options?: BrowserContextOptions, prepare?: Prepare): Promise<Page> {
      const watched = await openPage(browser, url, options, prepare);
      pages.push(watched);
      return watched.page;
    }

    define({
      async open(core, options, prepare) {
        const { url } = await serve(core);
        const page = await openAt(url, options, prepare);
        await page.getByText('Version 0.1.0').waitFor({ state: 'attached' });
        return page;
      },
      serve,
      openAt,
      lookAt: (page, name) =>
        expectFitsInEveryLook(
          page,
          isKept ? (look) => takeScreenshot(page, folder, `${name}-${look}`) : null,
        ),
      takeScreenshot: (page, name) => takeScreenshot(page, folder, name),
      expectComplaints(pattern) {
        expected = pattern;
      },
    });
  });
}

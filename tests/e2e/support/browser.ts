import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../../support/chromium.ts';
import { limits } from '../../support/machine/limits.ts';

/** A headless browser, with more words of its command line where a test needs them. The caller closes it. */
export function startBrowser(moreArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArguments, ...moreArguments],
    timeout: limits.waitMs,
  });
}

export const wide = { width: 1280, height: 800 } as const;
export const narrow = { width: 420, height: 640 } as const;

export type WatchedPage = {
  page: Page;
  /** Console errors, uncaught errors and CSP violations since the page was opened. */
  complaints: string[];
  close: () => Promise<void>;
};

/** A page of its own context (cookies, storage) whose every complaint is kept. `prepare` runs before it loads. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: wide,
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...options,
  });
  // Also for pages that are opened beside it.
  context.setDefaultTimeout(limits.waitMs);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await prepare(page);
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** Saves the window as it is; the whole page when it is longer than the window. */
export async function takeScreenshot(page: Page, folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  return path;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** The system's Chromium, or the one that SCRUMBOT_CHROMIUM names. */
export const chromiumPath = process.env.SCRUMBOT_CHROMIUM ?? '/usr/bin/chromium';

/** Why tests with a page cannot run here, or `null`. */
export const noBrowser = existsSync(chromiumPath)
  ? null
  : `no browser at ${chromiumPath}: install Chromium or set SCRUMBOT_CHROMIUM`;

/** Chromium asks nobody but the page's own server. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser. The caller closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
}

export const wide = { width: 1280, height: 800 } as const;
export const narrow = { width: 420, height: 640 } as const;

// A page on a busy machine answers within a second; what takes ten is not coming.
const actionTimeoutMs = 10_000;

export type WatchedPage = {
  page: Page;
  /** Console errors, uncaught errors and CSP violations since the page was opened. */
  complaints: string[];
  close(): Promise<void>;
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
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.setDefaultTimeout(actionTimeoutMs);
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

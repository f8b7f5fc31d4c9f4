import type * as Axe from 'axe-core';
import { source as axeSource } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { isLongRun } from '../../support/machine/work.ts';
import { narrow, wide } from './browser.ts';

type Look = {
  name: string;
  viewport: { width: number; height: number };
  media: NonNullable<Parameters<Page['emulateMedia']>[0]>;
  /** Rules of axe: all of them once, and those of colours once for each theme. */
  rules: 'all' | 'colours' | 'none';
};

const tall = { width: 1920, height: 1080 } as const;
const usualLooks: readonly Look[] = [
  { name: 'wide-light', viewport: wide, media: { colorScheme: 'light' }, rules: 'all' },
  { name: 'narrow-light', viewport: narrow, media: { colorScheme: 'light' }, rules: 'none' },
  { name: 'narrow-dark', viewport: narrow, media: { colorScheme: 'dark' }, rules: 'colours' },
  { name: 'wide-dark', viewport: wide, media: { colorScheme: 'dark' }, rules: 'none' },
];
const contrast = { colorScheme: 'light', contrast: 'more' } as const;
const rareLooks: readonly Look[] = [
  { name: 'large-light', viewport: tall, media: { colorScheme: 'light' }, rules: 'none' },
  { name: 'large-dark', viewport: tall, media: { colorScheme: 'dark' }, rules: 'none' },
  { name: 'more-contrast', viewport: wide, media: contrast, rules: 'colours' },
  {
    name: 'more-contrast-dark',
    viewport: wide,
    media: { ...contrast, colorScheme: 'dark' },
    rules: 'colours',
  },
  { name: 'forced-colours', viewport: wide, media: { forcedColors: 'active' }, rules: 'none' },
];

/**
 * Looks at the page as it stands in every size and theme, without loading it anew: nothing sticks out sideways, no text of a
 * control is cut off, and axe finds nothing to complain of. Ends as it began. The largest window and high contrast belong to
 * the long run, and to a run that keeps pictures. `keep` takes a picture of each look, named by it: `wide-light`.
 */
export async function expectFitsInEveryLook(
  page: Page,
  keep: ((look: string) => Promise<unknown>) | null,
): Promise<void> {
  const before = page.viewportSize() ?? wide;
  const looks = isLongRun || keep !== null ? [...usualLooks, ...rareLooks] : usualLooks;
  for (const { name, viewport, media, rules } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ reducedMotion: 'reduce', contrast: null, forcedColors: null, ...media });
    await keep?.(name);
    // What draws itself in the size of its box, such as a chart, follows a moment later.
    await expect.poll(() => whatDoesNotFit(page), { message: name }).toEqual({ sideways: 0, cutOff: [] });
    if (rules !== 'none') expect(await complaintsOfAxe(page, rules), name).toEqual([]);
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ contrast: null, forcedColors: null });
}

/** What sticks out sideways, in px, and what is cut off, of the page as it stands. */
export async function whatDoesNotFit(page: Page): Promise<{ sideways: number; cutOff: string[] }> {
  return { sideways: await page.evaluate(sideways), cutOff: await page.evaluate(cutOff) };
}

function sideways(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/**
 * Buttons and tabs whose words are wider than they are themselves, and so end in the middle of one; whose words run over
 * what stands below; and that stick out of what hides the rest of them.
 */
function cutOff(): string[] {
  const isTooWide = (element: HTMLElement): boolean =>
    element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible';
  const runsOver = (element: HTMLElement): boolean =>
    element.matches('.header-pages a') && element.scrollHeight > element.clientHeight + 1;
  function isHiddenInPart(element: HTMLElement): boolean {
    let box = element.parentElement;
    while (box !== null && getComputedStyle(box).overflowX === 'visible') box = box.parentElement;
    if (box === null || !['hidden', 'clip'].includes(getComputedStyle(box).overflowX)) return false;
    return element.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
  }
  return [...document.querySelectorAll<HTMLElement>('button, a.button, .header-pages a, legend, h2, h3')]
    .filter((element) => element.closest('.visually-hidden, .header-name') === null)
    .filter((element) => element.checkVisibility())
    .filter((element) => isTooWide(element) || runsOver(element) || isHiddenInPart(element))
    .map((element) => element.outerHTML.slice(0, 200));
}

async function complaintsOfAxe(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  // A document keeps it. The page has no frames, so there is nothing to put together from several of them, which is what
  // a builder for any page does in a page of its own each time.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async (only) => {
      const { axe } = window as unknown as { axe: typeof Axe };
      const found = await axe.run(document, {
        resultTypes: ['violations'],
        ...(only !== null && { runOnly: only }),
      });
      return found.violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }));
    },
    rules === 'all' ? null : { type: 'rule' as const, values: ['color-contrast'] },
  );
  return violations.map(({ id, html }) => `${id}: ${html.join(' ')}`);
}

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { narrow, wide } from './browser.ts';

/** Every size and colour scheme in which a page is looked at; two of them meet every rule of axe, all of them its colours. */
const looks = [
  { size: 'wide', viewport: wide, colorScheme: 'light', rules: 'all' },
  { size: 'narrow', viewport: narrow, colorScheme: 'light', rules: 'colours' },
  { size: 'narrow', viewport: narrow, colorScheme: 'dark', rules: 'all' },
  { size: 'wide', viewport: wide, colorScheme: 'dark', rules: 'colours' },
] as const;

/**
 * Looks at the page as it stands in every size and colour scheme: nothing sticks out sideways, and axe finds nothing to
 * complain of. Ends with the size it began with. `keep` takes a picture of each look, named by it: `wide-light`.
 */
export async function expectFitsInEveryLook(
  page: Page,
  keep: (look: string) => Promise<unknown>,
): Promise<void> {
  const before = page.viewportSize() ?? wide;
  for (const { size, viewport, colorScheme, rules } of looks) {
    const look = `${size}-${colorScheme}`;
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await keep(look);
    expect(await page.evaluate(sideways), `px that stick out, ${look}`).toBe(0);
    expect(await complaintsOfAxe(page, rules), look).toEqual([]);
  }
  await page.setViewportSize(before);
}

function sideways(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

async function complaintsOfAxe(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules === 'colours') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

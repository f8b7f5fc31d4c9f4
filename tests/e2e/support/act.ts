import type { Locator, Page } from 'playwright-core';

/**
 * Turns a box, a switch or a radio button by a click, and waits until it says so. Playwright's own `check` looks once right
 * after the click, and one that follows the core changes a moment later.
 */
export async function turn(control: Locator, to: 'on' | 'off' = 'on'): Promise<void> {
  await control.click();
  const state = control.page().locator(to === 'on' ? ':checked' : ':not(:checked)');
  await control.and(state).waitFor({ state: 'attached' });
}

/** Opens the palette, types some letters of what is wanted, and presses Enter once that is the one which Enter takes. */
export async function choose(page: Page, typed: string, wanted: RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Command palette' });
  await field.and(page.locator(':focus')).waitFor();
  await page.keyboard.type(typed);
  await page.getByRole('option', { selected: true, name: wanted }).waitFor();
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
}

/**
 * Draws across something with the button held down, from one share of its width to another. Where it is, is looked up anew
 * for each end, once it stands still: what comes late above it moves it.
 */
export async function drawAcross(
  page: Page,
  figure: Locator,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await pointAt(from);
  await page.mouse.down();
  await pointAt(to);
  await page.mouse.up();

  async function pointAt(share: number): Promise<void> {
    const [width, height] = await figure.evaluate((box) => [box.clientWidth, box.clientHeight] as const);
    await figure.hover({ position: { x: Math.max(1, width * share), y: height / 2 } });
  }
}

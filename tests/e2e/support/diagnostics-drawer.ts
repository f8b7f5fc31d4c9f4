import type { Page } from 'playwright-core';

/** Opens the events of the Recording page, which are closed until somebody wants to see them. */
export async function openDiagnostics(page: Page): Promise<void> {
  await page.getByText('Diagnostics: every event as it comes').click();
}

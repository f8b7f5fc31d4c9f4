import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { healthRowIds } from '../../src/shared/health/health-row.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { troubledDay, troubledHealth } from './support/vitals.ts';

function troubledCore(): FakeCore {
  const core = createFakeCore({});
  core.handlers['health.get'] = () => Promise.resolve(troubledHealth());
  core.handlers['health.history'] = () => Promise.resolve(troubledDay());
  return core;
}

const cores = {
  empty: () => createFakeCore({}),
  full: troubledCore,
  failing: () => {
    const core = createFakeCore({});
    core.handlers['health.get'] = () =>
      Promise.reject(new AppError('storage-failed', "The database can't be read. Check the disk."));
    return core;
  },
};

describePage('the health page', ({ open, lookAt }) => {
  async function openHealth(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    await page.getByRole('heading', { name: 'Check' }).waitFor();
    return page;
  }

  it.each(['empty', 'full', 'failing'] as const)(
    'fits and is accessible when it is %s, in every size and colour scheme',
    async (state) => {
      const page = await openHealth(cores[state]());
      const sign = {
        empty: /No data yet\./,
        full: /4 of them repeat/,
        failing: /The database can't be read/,
      };
      await page.getByText(sign[state]).first().waitFor();
      await lookAt(page, `health-${state}`);
    },
  );

  it('leads from the status line to its rows, and from a row to the events that say so', async () => {
    const page = await open(troubledCore());
    await page.getByRole('region', { name: 'Status' }).getByRole('link').click();
    const row = page.getByRole('row', { name: /Results per transcription/ });
    await row.waitFor();
    await expect.poll(() => row.innerText()).toContain('Limit: 1');
    await expect
      .poll(() => row.getByRole('link', { name: 'Event 379' }).getAttribute('href'))
      .toBe('#/events?event=379');
  });

  it('follows what is looked at, and stops asking for it when it is left', async () => {
    const core = troubledCore();
    const page = await openHealth(core);
    await page.getByRole('row', { name: /Disk/ }).waitFor();
    const health = troubledHealth();
    const rows = health.rows.map((row) => (row.id === 'disk' ? { ...row, value: 'Only 0.1 GB free.' } : row));
    core.topics.publish('health', { ...health, rows });
    await page.getByText('Only 0.1 GB free.').waitFor();
  });

  it('shows the day as a table as well, by keyboard alone', async () => {
    const page = await openHealth(troubledCore());
    const button = page.getByRole('button', { name: 'Show as table' });
    await button.waitFor();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('rowheader', { name: 'Results per transcription' }).last().waitFor();
    const table = page.getByRole('region', { name: 'The last 24 hours' }).getByRole('table');
    await expect.poll(() => table.getByRole('row').count()).toBe(1 + healthRowIds.length * 4);
  });
});

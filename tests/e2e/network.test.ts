import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { recordingStatus } from './support/samples.ts';
import { busyNetwork, measuredHour } from './support/vitals.ts';

const cores = {
  empty: () => {
    const core = createFakeCore({});
    core.handlers['samples.list'] = () => Promise.resolve({ atMs: [], series: {} });
    return core;
  },
  full: () => {
    const core = createFakeCore({ status: recordingStatus });
    core.handlers['network.get'] = () => Promise.resolve(busyNetwork());
    core.handlers['samples.list'] = () => Promise.resolve(measuredHour());
    return core;
  },
  failing: () => {
    const core = createFakeCore({});
    core.handlers['network.get'] = () =>
      Promise.reject(new AppError('storage-failed', "The database can't be read. Check the disk."));
    return core;
  },
};

describePage('the network page', ({ open, lookAt }) => {
  async function openNetwork(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Network', exact: true }).click();
    await page.getByRole('heading', { name: 'Streaming now' }).waitFor();
    return page;
  }

  it.each(['empty', 'full', 'failing'] as const)(
    'fits and is accessible when it is %s, in every size and colour scheme',
    async (state) => {
      const page = await openNetwork(cores[state]());
      const sign = {
        empty: /No connection was lost in this time/,
        full: /The target is restarting \(code 1012\)/,
        failing: /The database can't be read/,
      };
      await page.getByText(sign[state]).first().waitFor();
      await lookAt(page, `network-${state}`);
    },
  );

  it('says what was saved, and leads from an ended connection to its event', async () => {
    const page = await openNetwork(cores.full());
    await page
      .getByText(/saved 61 %/)
      .first()
      .waitFor();
    const link = page.getByRole('link', { name: 'Event 418' });
    await expect.poll(() => link.getAttribute('href')).toBe('#/events?event=418');
  });
});

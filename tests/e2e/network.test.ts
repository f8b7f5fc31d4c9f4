import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { drawAcross } from './support/act.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { recordingStatus, sampleSession } from './support/samples.ts';
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

  it('says what was saved while something is streamed, and leads from an ended connection to its event', async () => {
    const core = cores.full();
    const page = await openNetwork(core);
    await page
      .getByText(/saved 61 %/)
      .first()
      .waitFor();
    const link = page.getByRole('link', { name: 'Event 418' });
    await expect.poll(() => link.getAttribute('href')).toBe('#/events?event=418');
    const why = page.getByRole('list', { name: 'Why connections ended, over time' });
    await expect.poll(() => why.innerText()).toBe('1 × The target is restarting (code 1012).');
    const session = page.getByRole('row', { name: /^Sprint 14 planning/ });
    await expect
      .poll(() => session.getByRole('cell').allInnerTexts())
      .toEqual(expect.arrayContaining(['3', '1']));
    core.setStatus({ ...recordingStatus, session: sampleSession({ state: 'ended' }) });
    await page.getByText('Nothing is being streamed.').waitFor();
    const connection = { phase: 'streaming', sentence: 'Connected.' } as const;
    core.setSendings([
      { sessionId: 'kept', title: 'Retro', target: 'staging', delivered: 3, due: 8, connection },
    ]);
    await page.getByText('3 of 8 sent').waitFor();
    await expect
      .poll(() => page.getByRole('link', { name: 'Retro' }).getAttribute('href'))
      .toBe('#/sessions/kept');
  });

  it('keeps what somebody zooms into while values come, and saves what is seen as CSV and PNG', async () => {
    const core = cores.full();
    const page = await openNetwork(core);
    const chart = page.getByRole('figure', { name: 'To and from the target' });
    await expect.poll(() => rowsOf(page, chart)).toBe(360);
    await drawAcross(page, chart.locator('.u-over'), { from: 0.2, to: 0.3 });
    await expect.poll(() => rowsOf(page, chart)).toBeLessThan(50);
    const seen = await rowsOf(page, chart);

    core.topics.publish('samples', { atMs: Date.now(), pid: 1, figures: { 'net.outBytesPerSec': 77_000 } });
    await page.mouse.move(0, 0);
    await chart.getByText('77 kB/s', { exact: true }).waitFor();
    await expect.poll(() => rowsOf(page, chart)).toBe(seen);
    await chart.locator('.u-over').dblclick();
    await expect.poll(() => rowsOf(page, chart)).toBe(361);

    const picture = await saved(page, chart.getByRole('button', { name: 'PNG' }));
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    // Higher than the drawing alone: the title stands above, and the lines are named below.
    const drawn = await chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.height);
    expect(picture.readUInt32BE(20)).toBeGreaterThan(drawn);
  });
});

async function saved(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFile(await download.path());
}

/** Of the CSV file of a chart, without its head. */
async function rowsOf(page: Page, chart: Locator): Promise<number> {
  const csv = await saved(page, chart.getByRole('button', { name: 'CSV' }));
  return csv.toString().trim().split('\n').length - 1;
}

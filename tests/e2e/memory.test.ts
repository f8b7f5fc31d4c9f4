import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import type { Memory } from '../../src/shared/health/memory.ts';
import { describePage } from './support/describe-page.ts';
import { createFakeCore, type FakeCore } from './support/fake-core.ts';
import { measuredHour, threeProcesses } from './support/vitals.ts';

function coreWith(memory: () => Promise<Memory>): FakeCore {
  const core = createFakeCore({});
  core.handlers['memory.get'] = memory;
  core.handlers['samples.list'] = () => Promise.resolve(measuredHour());
  return core;
}

const cores = {
  empty: () => {
    const core = coreWith(() => Promise.resolve({ atMs: 1, processes: [], notes: ['Nothing is known.'] }));
    core.handlers['samples.list'] = () => Promise.resolve({ atMs: [], series: {} });
    return core;
  },
  full: () => coreWith(() => Promise.resolve(threeProcesses())),
  failing: () => {
    const problem = new AppError('storage-failed', "The database can't be read. Check the disk.");
    const core = coreWith(() => Promise.reject(problem));
    core.handlers['samples.list'] = () => Promise.reject(problem);
    return core;
  },
};

describePage('the memory page', ({ open, lookAt }) => {
  async function openMemory(core: FakeCore, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(core, options);
    await page.getByRole('link', { name: 'Memory', exact: true }).click();
    await page.getByRole('heading', { name: 'Memory by process' }).waitFor();
    return page;
  }

  it.each(['empty', 'full', 'failing'] as const)(
    'fits and is accessible when it is %s, in every size and colour scheme',
    async (state) => {
      const page = await openMemory(cores[state]());
      const sign = {
        empty: /No data for this time/,
        full: /It grows by 31\.0 to 44\.2 MB an hour/,
        failing: /The database can't be read/,
      };
      await page.getByText(sign[state]).first().waitFor();
      await lookAt(page, `memory-${state}`);
    },
  );

  it('asks for another stretch of time, shows a chart as a table, and follows what is measured', async () => {
    const core = cores.full();
    const asked: number[] = [];
    core.handlers['memory.get'] = ({ windowMs }) => {
      asked.push(windowMs);
      return Promise.resolve(threeProcesses());
    };
    const page = await openMemory(core);
    await page.getByRole('combobox', { name: 'Over' }).selectOption('10 minutes');
    await expect.poll(() => asked).toContain(600_000);
    const figure = page.getByRole('figure', { name: 'Memory of processes' });
    await figure.getByRole('button', { name: 'Table' }).focus();
    await page.keyboard.press('Enter');
    await figure.getByRole('table').waitFor();
    core.topics.publish('samples', {
      atMs: Date.now() + 5_000,
      pid: 1,
      figures: { 'process.main.rssBytes': 777_000_000 },
    });
    await figure.getByText('777 MB').waitFor();
  });

  it('writes a heap snapshot when it is asked to, and says where it is', async () => {
    const page = await openMemory(cores.full());
    await page.getByText(/spoken words, keys/).waitFor();
    await page.getByRole('button', { name: 'Save heap snapshot' }).click();
    await page.getByText('/home/me/heap.heapsnapshot').waitFor();
  });
});

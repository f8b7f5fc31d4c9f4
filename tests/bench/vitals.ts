import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { pino } from 'pino';
import { startCore } from '../../src/main/core/core.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { openPage, startBrowser } from '../e2e/support/browser.ts';
import { createFakeCore, type FakeCore } from '../e2e/support/fake-core.ts';
import { measuredHour, threeProcesses } from '../e2e/support/vitals.ts';
import { servePage } from '../e2e/support/serve-page.ts';
import type { Bench, Figure } from './bench.ts';
import { watchPageCpu, type PageCpu } from './page-cpu.ts';
import { quantile } from './quantile.ts';
import { removeFolder } from '../support/remove-folder.ts';

type Report = (figure: Figure) => void;

/** What looking at the machine costs: the samples themselves, and the charts of an hour that follow them. Needs `npm run build`. */
export const vitalsBench: Bench = {
  name: 'vitals',
  title: 'Samples and charts',
  async run(report) {
    await sampling(report);
    await charts(report);
  },
};

// Until its code is compiled, and V8 has cleared away what the start of the process left, which it does once and takes
// more than a minute of measuring: who looks does so for longer.
const warmMs = 90_000;
const rounds = 3;
const roundSec = 20;

async function sampling(report: Report): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
  let children = 0;
  const count = (): void => {
    children += 1;
  };
  const core = await startCore({
    resumesDelivery: false,
    paths: {
      home,
      workerEntry: (name) => new URL(`../../src/main/core/threads/${name}.ts`, import.meta.url),
    },
    clock: createSystemClock(),
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    platform: process.platform,
    environment: process.env,
  });
  try {
    const watch = async (topic: 'samples' | 'health', seconds: number): Promise<number> => {
      const stop = core.topics.subscribe(topic, () => undefined);
      const share = await cpuShare(seconds);
      stop();
      return share;
    };
    // The first look asks what does not change, too.
    await watch('health', warmMs / 1_000);
    subscribe('child_process', count);
    const shares: { samples: number; health: number }[] = [];
    // In turns, so that what else the machine does meanwhile falls on all of them.
    for (let round = 0; round < rounds; round += 1) {
      const idle = await cpuShare(roundSec);
      const samples = await watch('samples', roundSec);
      const health = await watch('health', roundSec);
      shares.push({ samples: samples - idle, health: health - idle });
    }
    unsubscribe('child_process', count);
    const middle = (of: 'samples' | 'health'): number =>
      Math.max(
        0,
        quantile(
          shares.map((share) => share[of]),
          0.5,
        ),
      ) * 100;
    report({
      figure: 'sampling once a second',
      value: middle('samples'),
      unit: '% of a core',
      limit: { atMost: 0.2 },
    });
    report({ figure: 'the same with the rows of Health', value: middle('health'), unit: '% of a core' });
    report({
      figure: 'child processes for it',
      value: children / (3 * rounds * roundSec),
      unit: 'a s',
      limit: { atMost: 0 },
    });
  } finally {
    await core.stop();
    await removeFolder(home);
  }
}

async function cpuShare(seconds: number): Promise<number> {
  const before = process.cpuUsage();
  await pause(seconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / seconds;
}

async function charts(report: Report): Promise<void> {
  const core = createFakeCore({});
  core.handlers['samples.list'] = () => Promise.resolve(measuredHour());
  core.handlers['memory.get'] = () => Promise.resolve(threeProcesses());
  const server = await servePage(core);
  const browser = await startBrowser();
  try {
    const opened = await openPage(browser, server.url);
    const { page } = opened;
    await page.getByRole('link', { name: 'Memory', exact: true }).click();
    await page.locator('canvas').nth(3).waitFor({ state: 'attached' });
    const cpu = await watchPageCpu(page);
    report({ figure: 'charts on the page', value: await page.locator('canvas').count(), unit: '' });
    report({
      figure: 'the page with an hour of them, a sample a second',
      value: await pageShare(core, cpu),
      unit: '% of a core',
      limit: { atMost: 3 },
    });
    await setVisible(page, false);
    report({
      figure: 'the same while it is hidden',
      value: await pageShare(core, cpu),
      unit: '% of a core',
      limit: { atMost: 0.2 },
    });
    await setVisible(page, true);
    await heap(core, cpu, report);
    await opened.close();
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** % of a core. */
async function pageShare(core: FakeCore, cpu: PageCpu): Promise<number> {
  const seconds = 15;
  await cpu.takenMs();
  for (let second = 0; second < seconds; second += 1) {
    publish(core);
    await pause(1_000);
  }
  return ((await cpu.takenMs()) / (seconds * 1_000)) * 100;
}

// The page draws so many as they come, and then asks for all again.
const samplesARound = 301;
const heapRounds = 6;

/** Half an hour of samples, as fast as the page takes them. */
async function heap(core: FakeCore, cpu: PageCpu, report: Report): Promise<void> {
  const sizes: number[] = [];
  for (let round = 0; round < heapRounds; round += 1) {
    for (let sample = 0; sample < samplesARound; sample += 1) {
      publish(core);
      await pause(15);
    }
    sizes.push(await cpu.heapBytes());
  }
  const [, first = Number.NaN] = sizes;
  const last = sizes.at(-1) ?? Number.NaN;
  report({ figure: 'heap of the page after ten minutes of samples', value: first / 1e6, unit: 'MB' });
  report({
    figure: 'what twenty more minutes add',
    value: (last - first) / 1e6,
    unit: 'MB',
    limit: { atMost: 1 },
  });
}

const { series } = measuredHour();
let published = 0;
function publish(core: FakeCore): void {
  published += 1;
  const figures = Object.fromEntries(
    Object.entries(series).map(([name, values]) => [name, values.at(published % values.length) ?? 0]),
  );
  core.topics.publish('samples', { atMs: Date.now() + published * 1_000, pid: 1, figures });
}

/** A headless browser shows every page, so the page is told. A glance elsewhere does not count, hence the pause. */
async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isVisible ? 'visible' : 'hidden',
  );
  await pause(2_500);
}

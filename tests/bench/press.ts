import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { turn } from '../e2e/support/act.ts';
import { openPage, startBrowser } from '../e2e/support/browser.ts';
import { writeCounterWav } from '../support/counter-wav.ts';
import { removeFolder } from '../support/remove-folder.ts';
import type { Bench, Figure } from './bench.ts';
import { watchPageCpu } from './page-cpu.ts';
import { quantile } from './quantile.ts';

const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const idleSec = 20;
const presses = 40;

/** What the page notes of itself from its very beginning. */
type Noted = {
  /** Of everything that moved without anybody's input. */
  shifts: { value: number; what: string }[];
  /** Of each input until what it did was drawn, ms; shorter ones than 16 ms are not told by browsers. */
  inputsMs: number[];
  pressedMs: number;
  startedMs: number;
};

/** The built page in Chromium over the shipped host, from Record to Stop; needs `npm run build`. */
export const pressBench: Bench = {
  name: 'press',
  title: 'Record and Stop in the page',
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    const path = join(folder, 'meeting.wav');
    await writeCounterWav(path, 120);
    const home = ['--home', join(folder, 'home')];
    // Hearing a test signal takes longer than all that is measured here.
    const set = spawn(process.execPath, [entry, 'settings', 'set', 'engine', 'none', ...home], {
      stdio: 'ignore',
    });
    await once(set, 'close');
    const app = spawn(process.execPath, [entry, 'run', ...home], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const browser = await startBrowser();
    try {
      const { page } = await openPage(browser, await addressOf(app), {}, noteWhatHappens);
      await page.getByText('Version').waitFor();
      await idle(page, report);
      await fill(page, path);
      await record(page, report);
    } finally {
      await browser.close();
      const ended = once(app, 'close');
      app.kill('SIGINT');
      await ended;
      await removeFolder(folder);
    }
  },
};

type Report = (figure: Figure) => void;

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let printed = '';
  for await (const piece of stdout ?? []) {
    printed += String(piece);
    const [, address] = /UI: (\S+)/.exec(printed) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('The app printed no address.');
}

async function idle(page: Page, report: Report): Promise<void> {
  const cpu = await watchPageCpu(page);
  await page.waitForTimeout(2_000);
  await cpu.takenMs();
  await page.waitForTimeout(idleSec * 1_000);
  const percent = (await cpu.takenMs()) / (idleSec * 10);
  report({ figure: 'an idle page', value: percent, unit: '% CPU', limit: { atMost: 1 } });
}

async function fill(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Skip these steps' }).click();
  await turn(page.getByRole('radio', { name: 'WAV file' }));
  await page.getByRole('textbox', { name: 'Path of the WAV file' }).fill(path);
  // What comes later than half a second after an input counts as caused by nobody.
  await page.waitForTimeout(1_000);
}

async function record(page: Page, report: Report): Promise<void> {
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  await page.waitForTimeout(5_000);
  for (let press = 0; press < presses; press += 1) {
    await page.getByText('Diagnostics: every event as it comes').click();
    await page.waitForTimeout(200);
  }
  await page.waitForTimeout(5_000);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Record', exact: true }).waitFor();
  await page.waitForTimeout(2_000);
  const noted = await page.evaluate(() => (window as unknown as { noted: Noted }).noted);
  report({
    figure: 'Record pressed until it records',
    value: noted.startedMs - noted.pressedMs,
    unit: 'ms',
    limit: { atMost: 300 },
  });
  const untold = Math.max(0, presses - noted.inputsMs.length);
  report({
    figure: 'an input until it is drawn while recording, 95 of 100',
    value: quantile([...noted.inputsMs, ...Array.from({ length: untold }, () => 16)], 0.95),
    unit: 'ms',
    limit: { atMost: 100 },
  });
  for (const { value, what } of noted.shifts)
    process.stderr.write(`  moved by ${value.toFixed(4)}: ${what}\n`);
  report({
    figure: 'what moved without an input (layout shift)',
    value: noted.shifts.reduce((sum, { value }) => sum + value, 0),
    unit: '',
    limit: { atMost: 0 },
  });
}

async function noteWhatHappens(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Shift = PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
    };
    const noted: Noted = { shifts: [], inputsMs: [], pressedMs: 0, startedMs: 0 };
    (window as unknown as { noted: Noted }).noted = noted;
    const nameOf = ({ node, previousRect, currentRect }: Shift['sources'][number]): string =>
      `${node instanceof Element ? `${node.tagName}.${node.className}` : (node?.nodeName ?? '?')} ${previousRect.y} -> ${currentRect.y}`;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[])
        if (!shift.hadRecentInput)
          noted.shifts.push({
            value: shift.value,
            what: `${Math.round(shift.startTime)} ms: ${shift.sources.map(nameOf).join(', ')}`,
          });
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'click') noted.inputsMs.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    const stepOf = (): string | undefined =>
      document.querySelector<HTMLElement>('.record-button')?.dataset.step;
    addEventListener(
      'click',
      ({ target }) => {
        if (noted.pressedMs > 0 || !(target instanceof Element) || target.closest('.record-button') === null)
          return;
        noted.pressedMs = performance.now();
        const look = (): void => {
          if (stepOf() === 'stop') noted.startedMs = performance.now();
          else requestAnimationFrame(look);
        };
        look();
      },
      { capture: true },
    );
  });
}

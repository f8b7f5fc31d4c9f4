import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Desktop } from '../e2e/electron/support/desktop.ts';
import { choose, stop, waitForTray } from '../e2e/electron/support/tray.ts';
import { launchDesktopApp } from '../electron-host/driver/launch-desktop-app.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './bench.ts';
import { removeFolder } from '../support/remove-folder.ts';

const rounds = 5;
const wavHeaderBytes = 44;

/** From Record in the tray to the first sample of the microphone on disk, without a capture page and with one that is ready. */
export async function measureFirstSample(desktop: Desktop, report: (figure: Figure) => void): Promise<void> {
  for (const [what, words] of [
    ['in the tray alone', ['--hidden']],
    ['with its window seen', []],
  ] as const) {
    const times: Times[] = [];
    for (let round = 0; round < rounds; round += 1) times.push(await recordOnce(desktop, words));
    const middle = (of: (time: Times) => number): number =>
      times.map(of).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
    report({
      figure: `Record to the first sample, ${what}`,
      value: middle(({ allMs }) => allMs),
      unit: 'ms',
    });
    report({
      figure: `of that until the capture page is loaded, ${what}`,
      value: middle(({ loadedMs }) => Math.max(0, loadedMs)),
      unit: 'ms',
    });
  }
}

type Times = { allMs: number; loadedMs: number };

async function recordOnce({ chromium, environment }: Desktop, words: readonly string[]): Promise<Times> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
  const home = join(folder, 'home');
  const app = await launchDesktopApp({ chromium, environment, args: ['--home', home, ...words] });
  try {
    await waitForTray(app, 'Record');
    await choose(app, home, { source: 'Microphone', mode: 'Record only' });
    if (words.length === 0) await app.page('capture.html');
    const pressedMs = Date.now();
    await waitUntil(() => app.clickTrayItem('Record'), { everyMs: 5 });
    await waitUntil(
      async () => {
        const [sessionId = ''] = await readdir(join(home, 'recordings'));
        const { size } = await stat(join(home, 'recordings', sessionId, 'microphone.wav'));
        if (size <= wavHeaderBytes) throw new Error('nothing recorded yet');
      },
      { everyMs: 5 },
    );
    const allMs = Date.now() - pressedMs;
    const page = await app.page('capture.html');
    const loaded = await page.evaluate(
      () => performance.timeOrigin + (performance.getEntriesByType('navigation')[0]?.duration ?? 0),
    );
    await waitForTray(app, 'Stop');
    await stop(app);
    return { allMs, loadedMs: loaded - pressedMs };
  } finally {
    await app.end();
    await removeFolder(folder);
  }
}

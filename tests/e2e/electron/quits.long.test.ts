import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DesktopApp } from '../../electron-host/driver/desktop-app.ts';
import { launchDesktopApp } from '../../electron-host/driver/launch-desktop-app.ts';
import { overAndOver } from '../../support/machine/over-and-over.ts';
import { fitted } from '../../support/machine/work.ts';
import { describeDesktop } from './support/describe-desktop.ts';
import type { Desktop } from './support/desktop.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { readLog, record, waitForTray } from './support/tray.ts';
import { removeFolder } from '../../support/remove-folder.ts';

const quits = fitted({ full: 500, usual: 8, least: 4 });

/** What the app does when it is told to quit. */
const states: Record<string, (app: DesktopApp) => Promise<unknown>> = {
  'just started': (app) => app.evaluate(() => undefined),
  idle: (app) => waitForTray(app, 'Record'),
  recording: record,
  // To a target that is away, so that everything recorded waits.
  queueing: record,
};

const ways: Record<string, (app: DesktopApp) => Promise<unknown>> = {
  'by SIGTERM': (app) => Promise.resolve(process.kill(app.pid, 'SIGTERM')),
  'by the shutdown of the system': (app) => app.power('shutdown'),
  'by the tray': (app) => app.clickTrayItem('Quit ScrumBot'),
  'by closing its only window': (app) =>
    app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    }),
};

async function startAndQuit(desktop: Desktop, state: string, way: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-quits-'));
  const home = join(folder, 'home');
  await mkdir(home);
  const away = { name: 'away', wsUrl: 'ws://127.0.0.1:9/' };
  const settings = state === 'queueing' ? { targets: [away], target: 'away' } : { record: keeping };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  const { chromium, environment } = desktop;
  const tray = way !== 'by closing its only window';
  const app = await launchDesktopApp({ chromium, environment, desktop: { tray }, args: ['--home', home] });
  try {
    await (tray ? states[state]?.(app) : app.page('index.html'));
    // What it has in its tray is there before it listens to the system.
    if (state !== 'just started') await waitUntil(() => expectReady(home));
    await Promise.resolve(ways[way]?.(app)).catch(() => undefined);
    const { code, signal, output } = await app.ended;
    // Before its first line the app has no word in how a signal ends it.
    const isEarly = state === 'just started' && signal === 'SIGTERM';
    expect({ code, signal, output }, `${state}, ${way}`).toEqual({
      code: isEarly ? null : 0,
      signal: isEarly ? 'SIGTERM' : null,
      output,
    });
  } finally {
    await app.end();
    await removeFolder(folder);
  }
}

async function expectReady(home: string): Promise<void> {
  expect((await readLog(home)).map(({ msg }) => msg)).toContain('the app is ready');
}

const keeping = { source: 'system', mode: 'capture-only' };

const end = ['by SIGTERM', 'by the shutdown of the system'];
/** Each state with the ways that ask nobody anything in it. What has just started listens to signals alone. */
const waysIn = {
  'just started': ['by SIGTERM'],
  idle: [...end, 'by the tray', 'by closing its only window'],
  recording: end,
  queueing: end,
};
const combinations = Object.entries(waysIn).flatMap(([state, all]) => all.map((way) => ({ state, way })));

describeDesktop('quitting over and over', (theDesktop) => {
  it(`ends in order each of ${quits} times, whatever it does at that moment`, async () => {
    await overAndOver('quits of the desktop app', quits, async (number) => {
      const { state, way } = combinations[number % combinations.length] ?? { state: '', way: '' };
      await startAndQuit(theDesktop(), state, way);
    });
  });
});

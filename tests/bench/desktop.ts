import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureFor } from '../e2e/electron/support/long-capture.ts';
import { startDesktop, type Desktop } from '../e2e/electron/support/desktop.ts';
import { waitForTray } from '../e2e/electron/support/tray.ts';
import type { DesktopApp } from '../electron-host/driver/desktop-app.ts';
import { launchDesktopApp } from '../electron-host/driver/launch-desktop-app.ts';
import { waitUntil } from '../support/wait-until.ts';
import { findLacks } from '../support/machine/find-lacks.ts';
import type { Bench, Figure } from './bench.ts';
import { measureFirstSample } from './first-sample.ts';
import { removeFolder } from '../support/remove-folder.ts';

type Report = (figure: Figure) => void;

const starts = 5;
const idleSec = 20;
const captureSec = Number(process.env.SCRUMBOT_BENCH_CAPTURE_SEC ?? 30 * 60);
// A sound server takes a moment to open both of its ends.
const startingSec = 5;
const clockTicksPerSec = 100;

/**
 * The built desktop app (`npm run build` first) in the stand-in for Electron.
 * Linux only: it reads /proc. The capture takes half an hour; SCRUMBOT_BENCH_CAPTURE_SEC makes it shorter.
 */
export const desktopBench: Bench = {
  name: 'desktop',
  title: 'The desktop app (in the stand-in for Electron)',
  async run(report) {
    const { chromium, soundServer, speech } = await findLacks();
    const why = chromium ?? soundServer ?? speech;
    if (why !== null) throw new Error(`The desktop app cannot be measured here: ${why}`);
    const desktop = await startDesktop();
    try {
      await startTheTray(desktop, report);
      await beIdle(desktop, report);
      await measureFirstSample(desktop, report);
    } finally {
      await desktop.stop();
    }
    await capture(report);
  },
};

async function withApp(desktop: Desktop, measure: (app: DesktopApp) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
  const { chromium, environment } = desktop;
  const app = await launchDesktopApp({ chromium, environment, args: ['--home', home, '--hidden'] });
  try {
    await waitForTray(app, 'Record');
    await measure(app);
  } finally {
    await app.end();
    await removeFolder(home);
  }
}

async function startTheTray(desktop: Desktop, report: Report): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    await withApp(desktop, async (app) => {
      const [startMs, trayMs] = await app.evaluate(() =>
        ['electron-host: the app starts', 'the tray is there'].map(
          (mark) => performance.getEntriesByName(mark)[0]?.startTime ?? Number.NaN,
        ),
      );
      times.push((trayMs ?? Number.NaN) - (startMs ?? Number.NaN));
    });
  }
  report({
    figure: "main bundle's import until the tray is there",
    value: times.sort((a, b) => a - b)[Math.floor(starts / 2)] ?? Number.NaN,
    unit: 'ms',
    limit: { atMost: 500 },
  });
}

async function beIdle(desktop: Desktop, report: Report): Promise<void> {
  await withApp(desktop, async (app) => {
    await sleep(5_000);
    const before = { cpuMs: await cpuMs(app.pid), wakeUps: await wakeUps(app.pid) };
    await sleep(idleSec * 1_000);
    const cpuShare = ((await cpuMs(app.pid)) - before.cpuMs) / (idleSec * 1_000);
    report({
      figure: 'wake-ups of the main thread, idle in the tray',
      value: ((await wakeUps(app.pid)) - before.wakeUps) / idleSec,
      unit: 'a second',
      limit: { atMost: 1 },
    });
    const ofStandIn = await standInMegabytes(desktop);
    report({ figure: "the stand-in's own memory", value: ofStandIn, unit: 'MB' });
    report({
      figure: "main process's memory without it, idle in the tray",
      value: (await rssMegabytes(app.pid)) - ofStandIn,
      unit: 'MB',
      limit: { atMost: 120 },
    });
    report({
      figure: 'CPU, idle in the tray',
      value: cpuShare * 100,
      unit: '% of a core',
      limit: { atMost: 1 },
    });
  });
}

/** The microphone through the capture page. What the page counts and what the core counts must be the same. */
async function capture(report: Report): Promise<void> {
  const { sent, received, longestTaskMs, track, elapsedSec } = await captureFor(
    captureSec,
    new AbortController().signal,
  );
  const gapSec = (gaps: typeof track.gaps): number => gaps.reduce((sum, { lengthSec }) => sum + lengthSec, 0);
  report({ figure: 'captured at real time', value: elapsedSec, unit: 's' });
  report({
    figure: 'samples lost between page and core',
    value: sent.samples - received.samples + sent.jumps + received.jumps,
    unit: 'samples',
    limit: { atMost: 0 },
  });
  report({
    figure: 'missing where it starts',
    value: gapSec(track.gaps.filter(({ atSec }) => atSec < startingSec)),
    unit: 's',
  });
  report({
    figure: 'missing afterwards',
    value: (gapSec(track.gaps.filter(({ atSec }) => atSec >= startingSec)) / track.seconds) * 100,
    unit: '% of its time',
    limit: { atMost: 0.5 },
  });
  report({
    figure: "longest task of the page's thread",
    value: longestTaskMs,
    unit: 'ms',
    limit: { atMost: 50 },
  });
}

async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may hold spaces: user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / clockTicksPerSec;
}

/** What an app that does nothing takes in the stand-in more than Node alone does. */
async function standInMegabytes({ chromium }: Desktop): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "nothing", "main": "main.mjs", "version": "1.0.0" }',
  );
  await writeFile(join(folder, 'main.mjs'), "import { app } from 'electron'; await app.whenReady();");
  const app = await launchDesktopApp({ chromium, appPath: folder });
  const node = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], { stdio: 'ignore' });
  try {
    await waitUntil(() => app.evaluate(() => undefined));
    await sleep(2_000);
    return (await rssMegabytes(app.pid)) - (await rssMegabytes(node.pid ?? 0));
  } finally {
    node.kill();
    await app.end();
    await removeFolder(folder);
  }
}

/** How often the main thread slept and was woken: what a timer does, and whatever else comes from outside. */
async function wakeUps(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]);
}

async function rssMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
}

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../remove-folder.ts';

/** What a machine takes for the things that tests wait for, in milliseconds. */
export type Speed = { processorMs: number; processMs: number; fsyncMs: number; chromiumMs: number | null };

/** A quiet machine with two cores, on which the limits were chosen. */
export const reference = { processorMs: 50, processMs: 45, fsyncMs: 4, chromiumMs: 450 } as const;

// An emulated or overloaded machine; what is slower still has something else wrong with it.
const greatestSlowness = 12;

/** Takes a second or two. `chromium` is the program to start, or `null` where no test needs it. */
export async function measureSpeed(chromium: string | null): Promise<Speed> {
  return {
    processorMs: middle([compute(), compute(), compute()]),
    processMs: middle([startProcess(), startProcess(), startProcess()]),
    fsyncMs: writeThrough(),
    chromiumMs: chromium === null ? null : await startChromium(chromium),
  };
}

/** How much slower than the reference in the worst of all respects; at least 1. */
export function slownessOf(speed: Speed): number {
  const ratios = Object.values(ratiosOf(speed));
  return Math.min(greatestSlowness, Math.max(1, ...ratios));
}

export function ratiosOf(speed: Speed): Record<string, number> {
  return {
    processor: speed.processorMs / reference.processorMs,
    'process start': speed.processMs / reference.processMs,
    // Of a disk that is much slower than another, a test feels a part only.
    fsync: Math.sqrt(speed.fsyncMs / reference.fsyncMs),
    ...(speed.chromiumMs !== null && { Chromium: speed.chromiumMs / reference.chromiumMs }),
  };
}

function timed(run: () => void): number {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}

function compute(): number {
  return timed(() => {
    let state = 1;
    for (let round = 0; round < 40_000_000; round += 1) state = (Math.imul(state, 1_664_525) + 1) | 0;
    if (state === 0.5) throw new Error('so that the loop is not left out');
  });
}

function startProcess(): number {
  return timed(() => void spawnSync(process.execPath, ['-e', '']));
}

function writeThrough(): number {
  const folder = mkdtempSync(join(tmpdir(), 'scrumbot-speed-'));
  const file = openSync(join(folder, 'file'), 'w');
  try {
    const page = Buffer.alloc(4_096);
    const once = (): number =>
      timed(() => {
        writeSync(file, page);
        fsyncSync(file);
      });
    return middle(Array.from({ length: 15 }, once));
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

/** Until it listens; it ends when the pipe that it is given closes. */
async function startChromium(path: string): Promise<number> {
  const profile = mkdtempSync(join(tmpdir(), 'scrumbot-speed-'));
  const startMs = performance.now();
  const child = spawn(
    path,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const gone = once(child, 'exit');
  try {
    for await (const text of child.stderr.setEncoding('utf8')) {
      if (String(text).includes('DevTools listening')) break;
    }
    return performance.now() - startMs;
  } finally {
    // The launcher is a shell script: its group is Chromium.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await gone;
    await removeFolder(profile);
  }
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

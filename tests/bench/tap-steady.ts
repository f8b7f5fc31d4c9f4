import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { confidence, robustSlope, type Point } from '../../src/main/core/samples/leak/theil-sen.ts';
import type { Bench } from './bench.ts';
import { startCli, type Memory } from './cli-process.ts';
import { removeFolder } from '../support/remove-folder.ts';
import { addressOfTap, framesPerSec, roundTrips, startEcho } from './tap-traffic.ts';

const minute = 60_000;
// Until then a young process takes what it works with.
const warmUpMs = 1.5 * minute;
const measuredMs = 3.5 * minute;
const sampleMs = 2_000;
// A connection ends and the next begins, as those of clients do.
const roundSec = 10;
// On a machine that others use: what goes through at all is what can be measured.
const rate = Number(process.env.BENCH_FRAMES_PER_SEC ?? framesPerSec);

/**
 * Whether a tap that has traffic all the time keeps its size: the slope of its memory, which a peak or a collection does
 * not move, and of the part of it that is no file.
 */
export const tapSteadyBench: Bench = {
  name: 'tap-steady',
  title: `Memory of a tap over ${measuredMs / minute} minutes at ${rate} frames a second each way, after ${warmUpMs / minute} (built program)`,
  isLong: true,
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      const target = await startEcho();
      const cli = startCli(['tap', '--listen', '0', '--target', target.url, '--json'], join(folder, 'home'));
      const url = await addressOfTap(cli);
      const startMs = performance.now();
      const isOver = (): boolean => performance.now() - startMs >= warmUpMs + measuredMs;
      const sizes: (Memory & { atMs: number })[] = [];
      let frames = 0;
      async function talk(): Promise<void> {
        while (!isOver()) frames += (await roundTrips(url, roundSec, rate)).length;
      }
      async function watch(): Promise<void> {
        while (!isOver()) {
          await sleep(sampleMs);
          sizes.push({ atMs: performance.now() - startMs, ...(await cli.memory()) });
        }
      }
      await Promise.all([talk(), watch()]);
      const warm = sizes.filter(({ atMs }) => atMs >= warmUpMs);
      const lastMs = sizes.at(-1)?.atMs ?? Number.NaN;
      report({ figure: 'frames a second that went through', value: frames / (lastMs / 1_000), unit: '/s' });
      for (const part of ['rss', 'ownBytes'] as const) {
        const what = part === 'rss' ? 'memory' : 'memory that is no file';
        const points = warm.map((size): Point => ({ x: size.atMs / minute, y: size[part] / 1e6 }));
        const slope = robustSlope(points, confidence.of95);
        report({
          figure: `${what} after ${warmUpMs / 1_000} s`,
          value: points[0]?.y ?? Number.NaN,
          unit: 'MB',
        });
        report({ figure: `${what} at the end`, value: points.at(-1)?.y ?? Number.NaN, unit: 'MB' });
        report({ figure: `${what}, the most`, value: Math.max(...points.map(({ y }) => y)), unit: 'MB' });
        report({
          figure: `${what} grows by`,
          value: slope?.slope ?? Number.NaN,
          unit: 'MB/min',
          limit: { atMost: 4 },
        });
      }
      cli.interrupt();
      await cli.finished;
      await target.stop();
    } finally {
      await removeFolder(folder);
    }
  },
};

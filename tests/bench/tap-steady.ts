import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { startCli } from './cli-process.ts';
import { removeFolder } from '../support/remove-folder.ts';
import { addressOfTap, framesPerSec, roundTrips, startEcho } from './tap-traffic.ts';

const minutes = 10;
// Until then a young process takes what it works with.
const warmUpSec = 60;
const roundSec = 10;

/** Whether a tap that has traffic all the time keeps its size. */
export const tapSteadyBench: Bench = {
  name: 'tap-steady',
  title: `Memory of a tap over ${minutes} minutes at ${framesPerSec} frames a second each way (built program)`,
  isLong: true,
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      const target = await startEcho();
      const cli = startCli(['tap', '--listen', '0', '--target', target.url, '--json'], join(folder, 'home'));
      const url = await addressOfTap(cli);
      const sizes: number[] = [];
      const rounds = (minutes * 60) / roundSec;
      for (let round = 0; round < rounds; round += 1) {
        await roundTrips(url, roundSec);
        if ((round + 1) * roundSec >= warmUpSec) sizes.push((await cli.rssBytes()) / 1e6);
      }
      const [first = Number.NaN] = sizes;
      const last = sizes.at(-1) ?? Number.NaN;
      report({ figure: `memory after ${warmUpSec} s`, value: first, unit: 'MB' });
      report({ figure: 'the most until the end', value: Math.max(...sizes), unit: 'MB' });
      report({ figure: `memory after ${minutes} minutes`, value: last, unit: 'MB' });
      report({ figure: 'grown in between', value: last - first, unit: 'MB', limit: { atMost: 40 } });
      cli.interrupt();
      await cli.finished;
      await target.stop();
    } finally {
      await removeFolder(folder);
    }
  },
};

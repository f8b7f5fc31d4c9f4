import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { startCli } from './cli-process.ts';
import { startMitmdump } from './other-proxy.ts';
import { quantile } from './quantile.ts';
import { addressOfTap, framesPerSec, roundTrips, startEcho } from './tap-traffic.ts';
import { removeFolder } from '../support/remove-folder.ts';

const roundSec = 5;
const rounds = 4;
const harBytes = 200_000_000;

/** A tap between a client and a target against the client alone, and a capture of the largest size that is promised. */
export const tapBench: Bench = {
  name: 'tap',
  title: `Tap at ${framesPerSec} frames a second each way, and captures (built program)`,
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      const target = await startEcho();
      const cli = startCli(['tap', '--listen', '0', '--target', target.url, '--json'], join(folder, 'home'));
      const tapUrl = await addressOfTap(cli);
      const direct: number[] = [];
      const tapped: number[] = [];
      const others: number[] = [];
      const other = await startMitmdump(target.url);
      const otherFirstRss = (await other?.rssBytes()) ?? 0;
      await roundTrips(tapUrl, roundSec);
      const firstRss = await cli.rssBytes();
      // In turns, so that whatever else the machine does meets both.
      for (let round = 0; round < rounds; round += 1) {
        direct.push(...(await roundTrips(target.url, roundSec)));
        tapped.push(...(await roundTrips(tapUrl, roundSec)));
        if (other !== null) others.push(...(await roundTrips(other.url, roundSec)));
      }
      const otherGrowth = ((await other?.rssBytes()) ?? 0) - otherFirstRss;
      await other?.stop();
      const lastRss = await cli.rssBytes();
      cli.interrupt();
      await cli.finished;
      await target.stop();
      for (const share of [0.5, 0.99]) {
        const [alone, through] = [quantile(direct, share), quantile(tapped, share)];
        const name = share === 0.5 ? 'median' : '99 of 100';
        report({ figure: `there and back, direct, ${name}`, value: alone, unit: 'ms' });
        report({ figure: `there and back, through the tap, ${name}`, value: through, unit: 'ms' });
        if (other !== null)
          report({
            figure: `added each way by mitmdump, ${name}`,
            value: (quantile(others, share) - alone) / 2,
            unit: 'ms',
          });
        report({
          figure: `added each way, ${name}`,
          value: (through - alone) / 2,
          unit: 'ms',
          ...(share === 0.99 && { limit: { atMost: 2 } }),
        });
      }
      const frames = rounds * roundSec * framesPerSec * 2;
      report({
        figure: `memory grown over ${frames} frames`,
        value: (lastRss - firstRss) / 1e6,
        unit: 'MB',
        limit: { atMost: 40 },
      });

      if (other !== null) report({ figure: 'the same by mitmdump', value: otherGrowth / 1e6, unit: 'MB' });

      const har = join(folder, 'large.har');
      await writeHar(har);
      const startMs = performance.now();
      const { code, peakRssBytes } = await startCli(['events', 'import', har], join(folder, 'imports'))
        .finished;
      if (code !== 0) throw new Error(`The import ended with ${code}.`);
      report({
        figure: 'HAR of 200 MB imported in',
        value: (performance.now() - startMs) / 1_000,
        unit: 's',
        limit: { atMost: 20 },
      });
      report({ figure: 'its peak memory', value: peakRssBytes / 1e6, unit: 'MB', limit: { atMost: 250 } });
    } finally {
      await removeFolder(folder);
    }
  },
};

/** As the extension's traffic looks in Chrome's export: audio, and a result each second. */
async function writeHar(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write('{"log":{"entries":[{"request":{"url":"ws://127.0.0.1:8080/ws"},"_webSocketMessages":[');
  const audio = Buffer.alloc(8_192, 7).toString('base64');
  let bytes = 0;
  for (let n = 0; bytes < harBytes; n += 1) {
    const isAudio = n % 4 !== 0;
    const data = isAudio
      ? { type: 'AUDIO_CHUNK_ENHANCED', data: audio, n }
      : { type: 'TRANSCRIPTION_RESULT', data: { text: `word ${n}`, is_final: false } };
    const message = {
      type: isAudio ? 'send' : 'receive',
      time: 1_769_850_000 + n / 4,
      opcode: 1,
      data: JSON.stringify(data),
    };
    const text = `${n === 0 ? '' : ','}${JSON.stringify(message)}`;
    bytes += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end(']}]}}');
  await once(out, 'finish');
}

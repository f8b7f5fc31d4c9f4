import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from './bench.ts';
import { startChunkTarget } from './chunk-target.ts';
import { captureStart, startCli } from './cli-process.ts';
import { writeNoise } from './noise-wav.ts';
import { quantile } from './quantile.ts';
import { makeSendingHome } from './sending-home.ts';
import { watching } from './watching.ts';
import { removeFolder } from '../support/remove-folder.ts';

type Report = (figure: Figure) => void;

const megabyte = 1_048_576;
const hourSec = 3_600;
const liveSec = 30;
const starts = 5;

/**
 * The command line's recording and the browser host's start, each in a real process of the built program
 * (`npm run build` first). Linux only: it reads /proc.
 */
export const recordingBench: Bench = {
  name: 'recording',
  title: 'Recording and starting (real processes, a temporary folder)',
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      await recordAnHour(folder, report);
      await streamAtRealTime(folder, report);
      await startTheUi(folder, report);
      await watching(report);
    } finally {
      await removeFolder(folder);
    }
  },
};

/** As fast as it goes, from the start of the process to its end. */
async function recordAnHour(folder: string, report: Report): Promise<void> {
  const wav = join(folder, 'hour.wav');
  await writeNoise(wav, hourSec);
  const startMs = performance.now();
  const cli = startCli(
    ['record', '--input', `file:${wav}`, '--speed', 'max', '--mode', 'capture-only', '--json', '--quiet'],
    join(folder, 'home'),
  );
  const { code, stderr, peakRssBytes } = await cli.finished;
  if (code !== 0) throw new Error(`The recording failed: ${stderr}`);
  const tookSec = (performance.now() - startMs) / 1_000;
  report({ figure: 'an hour from a file', value: tookSec, unit: 's' });
  report({
    figure: 'times real time',
    value: hourSec / tookSec,
    unit: 'x',
    limit: { atLeast: 200 },
  });
  report({
    figure: 'peak memory over that hour',
    value: peakRssBytes / megabyte,
    unit: 'MB',
    limit: { atMost: 200 },
  });
}

/**
 * Half a minute at real time to a target in this process. CPU is that of all threads between the first chunk and
 * the last, so the start of the process is left out. A chunk's latency runs from the moment its last sample is
 * captured to its arrival here. That moment is known: the file source gives sample n when n / 16,000 s have passed
 * since the `capture.started` event, and both processes read the same wall clock.
 */
async function streamAtRealTime(folder: string, report: Report): Promise<void> {
  const wav = join(folder, 'live.wav');
  const home = await makeSendingHome(folder, 'live-home');
  await writeNoise(wav, liveSec);
  const target = await startChunkTarget();
  try {
    const cli = startCli(
      ['record', '--input', `file:${wav}`, '--target', target.url, '--json', '--quiet'],
      home,
    );
    await target.received(1);
    const startMs = performance.now();
    const startCpuMs = await cli.cpuMs();
    await target.received(liveSec);
    const cpuShare = ((await cli.cpuMs()) - startCpuMs) / (performance.now() - startMs);
    const { code, stdout, stderr, peakRssBytes } = await cli.finished;
    // 1: this target gives no words.
    if (code !== 1) throw new Error(`The streaming failed: ${stderr}`);
    const { sessionId } = JSON.parse(stdout) as { sessionId: string };
    const capturedFromMs = await captureStart(sessionId, home);
    const latencies = target.chunks.map(({ arrivedMs }, n) => arrivedMs - capturedFromMs - (n + 1) * 1_000);

    report({
      figure: 'CPU while recording and streaming',
      value: cpuShare * 100,
      unit: '% of a core',
      limit: { atMost: 5 },
    });
    report({
      figure: 'peak memory meanwhile',
      value: peakRssBytes / megabyte,
      unit: 'MB',
      limit: { atMost: 150 },
    });
    report({ figure: 'last sample to socket, median', value: quantile(latencies, 0.5), unit: 'ms' });
    report({
      figure: 'last sample to socket, 99 of 100',
      value: quantile(latencies, 0.99),
      unit: 'ms',
      limit: { atMost: 50 },
    });
  } finally {
    await target.stop();
  }
}

/** From the start of `scrumbot run` until its page is served. */
async function startTheUi(folder: string, report: Report): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    const startMs = performance.now();
    const cli = startCli(['run', '--quiet'], join(folder, 'ui-home'));
    const line = await cli.line((text) => text.startsWith('UI: '));
    const response = await fetch(new URL('/', line.slice('UI: '.length)));
    await response.text();
    times.push(performance.now() - startMs);
    cli.interrupt();
    await cli.finished;
    if (response.status !== 200) {
      throw new Error(`The page answers ${response.status}. Run "npm run build" first.`);
    }
  }
  report({
    figure: 'scrumbot run until the page is served',
    value: quantile(times, 0.5),
    unit: 'ms',
    limit: { atMost: 2_000 },
  });
}

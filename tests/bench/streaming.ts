import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Bench, Figure } from './bench.ts';
import { startChunkTarget } from './chunk-target.ts';
import { trafficGoal } from './traffic-goal.ts';
import { startCli, type CliProcess } from './cli-process.ts';
import { writeNoise } from './noise-wav.ts';
import { quantile } from './quantile.ts';
import { makeSendingHome } from './sending-home.ts';
import { startSlowTarget } from './slow-target.ts';
import { removeFolder } from '../support/remove-folder.ts';

type Report = (figure: Figure) => void;

const megabyte = 1_048_576;
const hourSec = 3_600;
const hourBytes = hourSec * 32_000;
const slowSec = 600;
const slowBytesPerSec = 8_000;
// After this the first buffers are full, and what grows from there on would grow for ever.
const slowSettledSec = 60;
// Kept beside the checkout: the recording of a meeting.
const meeting = fileURLToPath(new URL('../../../shared/data/audio/sprint-planning.wav', import.meta.url));

/** What streaming costs when the network is away, slow, or well. Linux only: it reads /proc. */
export const streamingBench: Bench = {
  name: 'streaming',
  title: 'Streaming (real processes of the built program, loopback; 12 minutes)',
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      await queueAnHour(folder, report);
      // Ten minutes of next to no work: the meeting at real time does not feel them.
      await Promise.all([
        uploadSlowly(folder, report),
        existsSync(meeting) ? streamAMeeting(folder, report) : reportAbsence(report),
      ]);
    } finally {
      await removeFolder(folder);
    }
  },
};

/** A backend that is away for an hour: what its backlog takes, against a recording that is not sent at all. */
async function queueAnHour(folder: string, report: Report): Promise<void> {
  const wav = join(folder, 'hour.wav');
  await writeNoise(wav, hourSec);
  const words = ['record', '--input', `file:${wav}`, '--speed', 'max', '--quiet', '--json'];
  const kept = await startCli([...words, '--mode', 'capture-only'], await makeSendingHome(folder, 'kept'))
    .finished;
  // Port 9 (discard) is never a ScrumBot backend, and refuses where nothing listens.
  const home = await makeSendingHome(folder, 'queued');
  const queued = await startCli([...words, '--target', 'ws://127.0.0.1:9/ws'], home).finished;
  const { chunks } = JSON.parse(queued.stdout) as { chunks: { pending: number } };
  if (chunks.pending !== hourSec) throw new Error(`${chunks.pending} chunks wait instead of ${hourSec}.`);
  report({
    figure: 'memory that an hour of backlog adds',
    value: (queued.peakRssBytes - kept.peakRssBytes) / megabyte,
    unit: 'MB',
    limit: { atMost: 20 },
  });
  report({
    figure: 'disk that its outbox takes, of the audio',
    value: outboxBytes(join(home, 'scrumbot.db')) / hourBytes,
    unit: '',
    limit: { atMost: 0.01 },
  });
}

function outboxBytes(path: string): number {
  const db = new Database(path, { readonly: true });
  try {
    const pages = db.prepare<[], { bytes: number }>(`
      SELECT coalesce(sum(pgsize), 0) AS bytes FROM dbstat
      WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = 'outbox')`);
    return pages.get()?.bytes ?? Number.NaN;
  } finally {
    db.close();
  }
}

/** A way up that takes a fifth of what is said: memory must not grow with what waits. */
async function uploadSlowly(folder: string, report: Report): Promise<void> {
  const wav = join(folder, 'slow.wav');
  await writeNoise(wav, slowSec);
  const target = await startSlowTarget(slowBytesPerSec);
  const cli = startCli(
    ['record', '--input', `file:${wav}`, '--target', target.url, '--quiet'],
    await makeSendingHome(folder, 'slow'),
  );
  const measured = await memoryOver(cli, slowSec - 10);
  cli.interrupt();
  await new Promise((resolve) => setTimeout(resolve, 500));
  cli.interrupt();
  await cli.finished;
  await target.stop();
  report({
    figure: `memory growth over ${slowSec / 60} minutes at ${slowBytesPerSec / 1_000} kB/s`,
    // What the collector gives back over time is no growth: the last minute stands against the first.
    value: (quantile(measured.slice(-60), 0.5) - quantile(measured.slice(0, 60), 0.5)) / megabyte,
    unit: 'MB',
    limit: { atMost: 10 },
  });
}

/** Memory in use each second, from when the start is over. */
async function memoryOver(cli: CliProcess, seconds: number): Promise<number[]> {
  const measured: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (second >= slowSettledSec) measured.push(await cli.rssBytes());
  }
  return measured;
}

/** A real meeting at real time to a target that agrees on permessage-deflate: traffic and delay. */
async function streamAMeeting(folder: string, report: Report): Promise<void> {
  const target = await startChunkTarget({ compress: true });
  try {
    const home = join(folder, 'meeting');
    const cli = startCli(
      ['record', '--input', `file:${meeting}`, '--target', target.url, '--quiet', '--json'],
      home,
    );
    const { code, stdout, stderr } = await cli.finished;
    // 1: this target gives no words.
    if (code !== 1) throw new Error(`The streaming failed: ${stderr}`);
    const { bytes, startedAt } = JSON.parse(stdout) as {
      bytes: { out: number; plainOut: number };
      startedAt: string;
    };
    const startedMs = Date.parse(startedAt);
    const delays = target.chunks.map(({ firstSample, readMs }) => readMs - startedMs - firstSample / 16);
    report({
      figure: 'bytes out, of those of a plain client',
      value: bytes.out / bytes.plainOut,
      unit: '',
      ...trafficGoal,
    });
    for (const [share, atMost] of [
      [0.5, 1_100],
      [0.99, 1_300],
    ] as const) {
      report({
        figure: `first sample captured to chunk read by the target, ${share * 100} of 100`,
        value: quantile(delays, share),
        unit: 'ms',
        limit: { atMost },
      });
    }
  } finally {
    await target.stop();
  }
}

function reportAbsence(report: Report): Promise<void> {
  report({ figure: 'skipped: ../shared/data/audio/sprint-planning.wav is absent', value: 0, unit: '' });
  return Promise.resolve();
}

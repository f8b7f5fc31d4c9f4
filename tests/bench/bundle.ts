import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLooker, writeInThread, type SourceOptions } from '../../src/main/core/bundle/bundle.ts';
import { createRedactor } from '../../src/main/core/redaction/redaction.ts';
import { bundleRequestSchema } from '../../src/shared/bundle/bundle.ts';
import { benchEvent } from './analysis-events.ts';
import type { Bench, Figure } from './bench.ts';
import { recordMeanwhile } from './bundle-recording.ts';
import { writeLargeBundle } from './large-bundle.ts';
import { storeManyFrames, writeLargeLog } from './large-home.ts';
import { makeSendingHome } from './sending-home.ts';
import { removeFolder } from '../support/remove-folder.ts';

const built = new URL('../../out/main/bundle-worker.js', import.meta.url);
const frames = 1_000_000;
const megabyte = 1024 ** 2;
const logBytes = 200 * megabyte;

type Report = (figure: Figure) => void;

/** A home folder of half a gigabyte and its log as a bundle of 25 MB, alone and beside a recording; needs `npm run build`. */
export const bundleBench: Bench = {
  name: 'bundle',
  title: 'The diagnostic bundle',
  async run(report) {
    const redactedPerSec = redaction(report);
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      const home = await makeSendingHome(folder, 'home');
      storeManyFrames(join(home, 'scrumbot.db'), frames);
      await writeLargeLog(home, logBytes);
      const { size } = await stat(join(home, 'scrumbot.db'));
      report({ figure: 'database', value: size / megabyte, unit: 'MB' });
      const write = async (name: string): Promise<number> => {
        const { bytes } = await writeInThread(
          built,
          { source: sourceOf(home), request, out: join(folder, name), recipient: null },
          { signal: new AbortController().signal },
        );
        return bytes;
      };
      await writing(() => write('alone.zip'), redactedPerSec, report);
      await looking(home, report);
      await recordMeanwhile({ home, folder, work: () => write('beside.zip') }, report);
      const large = join(folder, 'large.zip');
      await writeLargeBundle(large);
      await opening(large, report);
    } finally {
      await removeFolder(folder);
    }
  },
};

const request = bundleRequestSchema.parse({ windowMs: 86_400_000 });

function sourceOf(home: string): SourceOptions {
  return {
    home,
    version: '0.0.0',
    platform: process.platform,
    environment: {},
    secrets: ['gsk_a1b2c3d4e5f6g7h8'],
  };
}

/** Lines of events as they leave, through all of redaction; by the processor's time, so that other work does not count. */
function redaction(report: Report): number {
  const redactor = createRedactor({
    secrets: ['gsk_a1b2c3d4e5f6g7h8', 'hunter2-of-the-proxy'],
    privateValues: Array.from({ length: 300 }, (_none, i) => ({
      kind: 'spoken' as const,
      value: `what was said in line ${i} about the harbour and the release`,
    })),
  });
  const blocks = Array.from({ length: 300 }, (_none, block) =>
    Array.from({ length: 150 }, (_one, line) => lineOf(block * 150 + line)).join('\n'),
  );
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
  for (const block of blocks) redactor.text(block);
  const startedUs = process.cpuUsage().user;
  for (const block of blocks) redactor.text(block);
  const seconds = (process.cpuUsage().user - startedUs) / 1e6;
  report({ figure: 'redaction', value: bytes / 1e6 / seconds, unit: 'MB/s', limit: { atLeast: 40 } });
  return bytes / seconds;
}

function lineOf(index: number): string {
  const { atMs, type, data } = benchEvent(index);
  return JSON.stringify({
    seq: index,
    at: new Date(1e12 + atMs).toISOString(),
    wallMs: 1e12 + atMs,
    monoMs: atMs + 0.25,
    kind: 'frame',
    type,
    direction: 'in',
    sessionId: '20261126-101500-0a1b2c3d',
    target: '<target-1>',
    connectionId: '<id-4>',
    generation: 1,
    bytes: 300 + (index % 90),
    reason: null,
    fields: { chunkId: 'text(11)' },
    frame: { type, data: Object.fromEntries(Object.keys(data).map((key) => [key, 'text(12)'])) },
  });
}

// What redaction takes of these texts alone says how fast the machine is at that moment.
const wroteBytes = 70e6;

async function writing(write: () => Promise<number>, redactedPerSec: number, report: Report): Promise<void> {
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const bytes = await write();
  const seconds = (performance.now() - startedMs) / 1_000;
  clearInterval(timer);
  const { user, system } = process.cpuUsage(startedCpu);
  const cpuSec = (user + system) / 1e6;
  report({ figure: 'written in', value: seconds, unit: 's', limit: { atMost: 15 } });
  report({ figure: 'processor meanwhile, all threads', value: cpuSec, unit: 's', limit: { atMost: 15 } });
  report({ figure: 'times redaction of 70 MB', value: (cpuSec * redactedPerSec) / wroteBytes, unit: 'x' });
  report({
    figure: 'memory above idle',
    value: (peak - idle) / megabyte,
    unit: 'MB',
    limit: { atMost: 200 },
  });
  report({ figure: 'size', value: bytes / megabyte, unit: 'MB', limit: { atMost: 25 } });
}

async function looking(home: string, report: Report): Promise<void> {
  const looker = startLooker(built, { kind: 'look', source: sourceOf(home), request });
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const startedMs = performance.now();
    await work();
    return performance.now() - startedMs;
  };
  try {
    const { parts } = await looker.ask({ ask: 'plan' });
    let slowest = { part: '', ms: 0 };
    for (const { id } of parts) {
      const ms = await timed(() => looker.ask({ ask: 'preview', part: id }));
      if (ms > slowest.ms) slowest = { part: id, ms };
    }
    report({
      figure: `preview of a part of the list, the slowest (${slowest.part})`,
      value: slowest.ms,
      unit: 'ms',
      limit: { atMost: 300 },
    });
  } finally {
    await looker.stop();
  }
}

async function opening(path: string, report: Report): Promise<void> {
  const { size } = await stat(path);
  report({ figure: 'a large bundle', value: size / megabyte, unit: 'MB' });
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const looker = startLooker(built, { kind: 'open', path });
  try {
    await looker.ask({ ask: 'overview' });
    const { user, system } = process.cpuUsage(startedCpu);
    report({
      figure: 'opened',
      value: performance.now() - startedMs,
      unit: 'ms',
      limit: { atMost: 2_000 },
    });
    report({ figure: 'processor meanwhile', value: (user + system) / 1e3, unit: 'ms' });
    for (;;) {
      const { events, check } = await looker.ask({ ask: 'overview' });
      if (!events.isReading && check.phase !== 'running') break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    report({
      figure: 'its events there and its files checked after',
      value: (performance.now() - startedMs) / 1e3,
      unit: 's',
    });
  } finally {
    await looker.stop();
  }
}

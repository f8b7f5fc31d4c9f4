import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLooker, writeInThread, type SourceOptions } from '../../src/main/core/bundle/bundle.ts';
import { createRedactor } from '../../src/main/core/redaction/redaction.ts';
import { bundleRequestSchema } from '../../src/shared/bundle/bundle.ts';
import { benchEvent, storeFrames } from './analysis-events.ts';
import type { Bench, Figure } from './bench.ts';

const built = new URL('../../out/main/bundle-worker.js', import.meta.url);
const frames = 1_000_000;
const logBytes = 200 * 1024 ** 2;
const megabyte = 1024 ** 2;

type Report = (figure: Figure) => void;

/** A home folder of half a gigabyte and its log as a bundle of 25 MB; needs `npm run build`. */
export const bundleBench: Bench = {
  name: 'bundle',
  title: 'The diagnostic bundle',
  async run(report) {
    redaction(report);
    const home = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      storeFrames(join(home, 'scrumbot.db'), frames);
      await writeLog(home);
      const { size } = await stat(join(home, 'scrumbot.db'));
      report({ figure: 'database', value: size / megabyte, unit: 'MB' });
      const out = join(home, 'b.zip');
      await writing(home, out, report);
      await looking(home, report);
      await opening(out, report);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
};

// Frames of the bench are of long ago; a window that reaches back to them.
const request = bundleRequestSchema.parse({ windowMs: 100 * 365 * 86_400_000 });

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
function redaction(report: Report): void {
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

async function writeLog(home: string): Promise<void> {
  await mkdir(join(home, 'logs'), { recursive: true });
  const file = createWriteStream(join(home, 'logs', 'scrumbot.log'));
  let written = 0;
  for (let i = 0; written < logBytes; i += 1) {
    const time = new Date(1e12 + i * 50).toISOString();
    const line = `${JSON.stringify({ level: 'info', time, pid: 4_711, msg: `connection to wss://host-${i % 50}.example.org/ws?token=${i} opened after ${i % 977} ms`, attempt: i % 9 })}\n`;
    written += line.length;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

async function writing(home: string, out: string, report: Report): Promise<void> {
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const { bytes } = await writeInThread(
    built,
    { source: sourceOf(home), request, out, recipient: null },
    { signal: new AbortController().signal },
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  clearInterval(timer);
  const { user, system } = process.cpuUsage(startedCpu);
  report({ figure: 'written in', value: seconds, unit: 's', limit: { atMost: 15 } });
  report({ figure: 'processor meanwhile', value: (user + system) / 1e6, unit: 's' });
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
  const preview = async (part: string): Promise<number> => {
    const startedMs = performance.now();
    await looker.ask({ ask: 'preview', part });
    return performance.now() - startedMs;
  };
  try {
    report({ figure: 'first preview, opening the folder', value: await preview('settings'), unit: 'ms' });
    const parts = ['events', 'logs', 'targets', 'memory', 'database'];
    const took: number[] = [];
    for (const part of parts) took.push(await preview(part));
    report({
      figure: 'preview of a part, the slowest',
      value: Math.max(...took),
      unit: 'ms',
      limit: { atMost: 300 },
    });
  } finally {
    await looker.stop();
  }
}

async function opening(path: string, report: Report): Promise<void> {
  const startedMs = performance.now();
  const looker = startLooker(built, { kind: 'open', path });
  try {
    await looker.ask({ ask: 'overview' });
    report({
      figure: 'a bundle of 25 MB opened',
      value: performance.now() - startedMs,
      unit: 'ms',
      limit: { atMost: 2_000 },
    });
  } finally {
    await looker.stop();
  }
}

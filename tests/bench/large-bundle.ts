import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { BundleManifest } from '../../src/shared/bundle/bundle.ts';

// Numbers as packing finds no pattern in: so many lines are a file of 25 MB.
const eventLines = 420_000;
const sampleLines = 40_000;
const linesAtOnce = 2_000;

/** A bundle of some 25 MB, packed, whose hashes are right: as large as one gets that is made without --max-mb. */
export async function writeLargeBundle(path: string): Promise<void> {
  const zip = new ZipFile();
  const sink = createWriteStream(path, { mode: 0o600 });
  const written = finished(zip.outputStream.pipe(sink));
  const random = createRandom();
  const nowMs = Date.now();
  const files = [
    add(zip, 'memory.csv', ['at,atMs,stepMs,pid,process.main.rssBytes,store.writeP99MaxMs'], () =>
      times(sampleLines, (i) => {
        const atMs = nowMs - i * 60_000;
        return `${new Date(atMs).toISOString()},${atMs},60000,4711,${1e8 + Math.floor(random() * 1e7)},${(random() * 9).toFixed(2)}`;
      }),
    ),
    add(zip, 'events.jsonl', [], () => times(eventLines, (i) => eventLine(eventLines - i, nowMs, random))),
  ];
  const manifest: BundleManifest = {
    format: 'scrumbot-bundle-1',
    createdAt: new Date(nowMs).toISOString(),
    version: '0.0.0',
    host: 'host-0a1b2c',
    request: { command: 'bundle' },
    window: { from: new Date(nowMs - 86_400_000).toISOString(), to: new Date(nowMs).toISOString() },
    missing: [],
    canarySeed: '0'.repeat(32),
    files,
    redactions: {},
    findings: [],
    canaries: { planted: 0, found: 0 },
  };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json');
  zip.end();
  await written;
}

function add(
  zip: ZipFile,
  name: string,
  head: readonly string[],
  lines: () => string[],
): BundleManifest['files'][number] {
  const all = [...head, ...lines()];
  const blocks: Buffer[] = [];
  for (let at = 0; at < all.length; at += linesAtOnce)
    blocks.push(Buffer.from(`${all.slice(at, at + linesAtOnce).join('\n')}\n`));
  const content = Buffer.concat(blocks);
  zip.addBuffer(content, name);
  return {
    name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    cut: null,
  };
}

function times(count: number, make: (i: number) => string): string[] {
  return Array.from({ length: count }, (_none, i) => make(i));
}

function eventLine(seq: number, nowMs: number, random: () => number): string {
  const wallMs = nowMs - (eventLines - seq) * 9 - Math.floor(random() * 9);
  const hex = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return JSON.stringify({
    ...{ seq, at: new Date(wallMs).toISOString(), wallMs, monoMs: random() * 1e6, kind: 'frame' },
    ...{
      type: 'TRANSCRIPTION_RESULT',
      direction: 'in',
      sessionId: `20261126-101500-${hex()}`,
      target: '<target-1>',
    },
    ...{ connectionId: `<id-${hex()}>`, generation: 1, bytes: Math.floor(random() * 5_000), reason: null },
    fields: {},
    frame: {
      type: 'TRANSCRIPTION_RESULT',
      data: { text: `text(${Math.floor(random() * 400)})`, chunkId: hex() },
    },
  });
}

/** The same numbers in every run (a linear congruential generator, Numerical Recipes). */
function createRandom(): () => number {
  let state = 42;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

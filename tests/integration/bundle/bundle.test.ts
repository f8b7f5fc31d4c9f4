import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectBundle, writeInThread } from '../../../src/main/core/bundle/bundle.ts';
import { bundleRequestSchema, type BundlePartId } from '../../../src/shared/bundle/bundle.ts';
import { bundleOf, bundleWorker, makeBundleHome, sessionId, sourceOf } from '../../support/bundle-home.ts';
import { seededPlanter, survivors } from '../../support/plants.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

// These ask programs of the system, which takes long on a busy machine.
const quick: { without: BundlePartId[] } = { without: ['environment', 'checks'] };

describe('a bundle', () => {
  it('holds nothing that was planted anywhere in the home folder, in any form, and keeps what helps', async () => {
    const home = await makeTemporaryFolder();
    const { plant, planted } = seededPlanter(1);
    await makeBundleHome(home, plant);
    const { report, texts } = await bundleOf(home, join(home, 'b.zip'), {
      // Nothing is planted in the system's own inventory, which takes long to ask for.
      without: ['environment'],
      note: `it broke, my key is ${plant('stored key')}`,
    });
    expect(planted.size).toBeGreaterThan(35);
    expect(survivors(texts, planted)).toEqual([]);
    expect(report.canaries).toEqual({ planted: expect.any(Number) as number, found: 0 });
    expect(report.canaries.planted).toBeGreaterThan(30);
    expect(report.redactions['secret-known']).toBeGreaterThan(0);

    const events = (texts.get('events.jsonl') ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'connection.ended',
        sessionId,
        fields: { code: '1011' },
        reason: 'The target failed (1011).',
      }),
    );
    expect(texts.get('targets.jsonl')).toContain('"scheme":"wss"');
    expect(texts.get('targets.jsonl')).toContain('"port":8443');
    expect(texts.get('logs.jsonl')).toContain('ECONNREFUSED');
    expect(texts.get('logs.jsonl')).toContain('the database was not repaired');
    expect(texts.get('memory.csv')).toContain('123456789');
    expect(texts.get('settings.json')).toContain('stream.chunkSec');
    expect(report.findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['reconnect-storm', 'dead-source', 'permission']),
    );
  });

  it('lists its files with their hashes, and is found in order again', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.replaceAll(/[^a-z]/g, '')}vv`);
    const out = join(home, 'b.zip');
    const { report, texts } = await bundleOf(home, out);
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining([
        'SUMMARY.md',
        'summary.html',
        'manifest.json',
        'environment.json',
        'events.jsonl',
        'database.json',
      ]),
    );
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const { inspection } = await inspectBundle(out, []);
    expect(inspection).toMatchObject({
      problems: [],
      leaks: [],
      files: report.files,
      canaries: { found: 0 },
    });
    expect(await readdir(home)).not.toContainEqual(expect.stringContaining('bundle-part'));
  });

  it('has words that were said only when they are asked for', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) =>
      place === 'transcript' ? 'the harbour opens tomorrow at nine' : `Xqz${place.length}vvw`,
    );
    const without = await bundleOf(home, join(home, 'a.zip'), quick);
    expect([...without.texts.values()].join('')).not.toContain('harbour');
    const given = await bundleOf(home, join(home, 'b.zip'), { include: ['transcripts'], ...quick });
    expect(given.texts.get('transcripts.jsonl')).toContain('the harbour opens tomorrow at nine');
  });

  it('is no larger than it may be, and says what it left out', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`, { extraEvents: 12_000 });
    const { report, texts } = await bundleOf(home, join(home, 'b.zip'), { maxBytes: 100_000, ...quick });
    expect(report.bytes).toBeLessThanOrEqual(100_000);
    const events = report.files.find(({ name }) => name === 'events.jsonl');
    expect(events?.cut).toMatch(/of \d+ lines, the oldest, are left out/);
    expect(texts.get('SUMMARY.md')).toContain('In events.jsonl:');
    // The newest are kept.
    expect(texts.get('events.jsonl')?.slice(0, 20)).toContain('"seq":12010');
  });

  it('has the newest lines of a part that is too long, and says how many are left out', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`, { extraEvents: 12_000 });
    const { report, texts } = await bundleOf(home, join(home, 'b.zip'), { ...quick, maxBytes: 1024 ** 2 });
    const lines = (texts.get('events.jsonl') ?? '').trim().split('\n');
    expect(lines).toHaveLength(10_000);
    const seqs = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    const total = seqs[0] ?? 0;
    expect(report.files.find(({ name }) => name === 'events.jsonl')?.cut).toBe(
      `${total - 10_000} of ${total} lines, the oldest, are left out: a part of a file of at most 1 MB has 10,000 lines.`,
    );
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const home = await makeTemporaryFolder();
    const to = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`, { extraEvents: 20_000 });
    const stopping = new AbortController();
    const request = bundleRequestSchema.parse(quick);
    const task = {
      source: sourceOf(home),
      request,
      out: join(to, 'b.zip'),
      recipient: null,
    } as const;
    const writing = writeInThread(bundleWorker, task, {
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    });
    await expect(writing).rejects.toMatchObject({ code: 'interrupted' });
    expect(await readdir(to)).toEqual([]);
  });

  it('is made of a damaged home folder with what can be read, says so, and leaves the folder as it was', async () => {
    const home = await makeTemporaryFolder();
    await makeBundleHome(home, (place) => `Xqz${place.length}vvw`, { extraEvents: 3_000 });
    const path = join(home, 'scrumbot.db');
    const bytes = await readFile(path);
    bytes.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 3 * 4096);
    await writeFile(path, bytes);
    await writeFile(join(home, 'settings.json'), '{ broken');
    const before = await readdir(home);
    const { report, texts } = await bundleOf(home, join(await makeTemporaryFolder(), 'b.zip'), quick);
    expect(report.findings.map(({ id }) => id)).toContain('damaged-files');
    expect(report.missing.join('\n')).toMatch(/database is damaged/);
    expect(texts.get('SUMMARY.md')).toMatch(/settings can't be read/);
    expect(await readdir(home)).toEqual(before);
    expect(await readFile(path)).toEqual(bytes);
  });
});

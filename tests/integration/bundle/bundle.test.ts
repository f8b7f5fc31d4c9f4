import fc from 'fast-check';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectBundle, writeInThread } from '../../../src/main/core/bundle/bundle.ts';
import { createLeakWatch } from '../../../src/main/core/redaction/redaction.ts';
import { bundleRequestSchema, type BundlePartId } from '../../../src/shared/bundle/bundle.ts';
import { bundleOf, bundleWorker, makeBundleHome, sessionId, sourceOf } from '../../support/bundle-home.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

/** Shapes of secrets and private values, by the place where they are planted. */
function planter(random: (most: number) => number): {
  plant: (place: string) => string;
  planted: Map<string, string>;
} {
  const planted = new Map<string, string>();
  const letters = (count: number, of: string): string =>
    Array.from({ length: count }, () => of[random(of.length - 1)]).join('');
  const mixed = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const shapes: ((place: string) => string)[] = [
    () => `gsk_${letters(40, mixed)}`,
    () => `sk-proj-${letters(30, mixed)}`,
    () => `Bearer ${letters(24, mixed)}`,
    () => `eyJ${letters(20, mixed)}.${letters(40, mixed)}.${letters(20, mixed)}`,
    () => `Xq${letters(9, 'bcdfghjklmnpqrstvwxz')}`,
    () => `${letters(7, 'qxzvw')}@${letters(6, 'qxzvw')}.example.com`,
    () => `AKIA${letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
    () => `https://us02web.zoom.us/j/9${letters(10, '0123456789')}?pwd=${letters(12, mixed)}`,
    () => `mysql://root:${letters(6, mixed)}@/${letters(5, mixed)}@db.example.com:4000/x`,
    () => letters(32, '0123456789abcdef'),
    () => letters(20, mixed),
    () => `-----BEGIN PRIVATE KEY-----\n${letters(60, mixed)}\n-----END PRIVATE KEY-----`,
    () => `Kqz${letters(6, 'bcdfgjkpqvwxz')} Vrx${letters(6, 'bcdfgjkpqvwxz')}`,
    () => `password=${letters(10, mixed)}`,
    () => `ghp_${letters(36, mixed)}`,
    () => `203.0.${random(200) + 50}.${random(200) + 50}`,
  ];
  const plant = (place: string): string => {
    const known = planted.get(place);
    if (known !== undefined) return known;
    const value = (shapes[random(shapes.length - 1)] ?? String)(place);
    planted.set(place, value);
    return value;
  };
  return { plant, planted };
}

/** The parts of a planted value that must not survive: all of it, and its telling pieces. */
function tellingPieces(value: string): string[] {
  return [
    value,
    ...value.split(/[^A-Za-z0-9_-]+/).filter((piece) => piece.length >= 9 && piece !== 'us02web'),
  ].filter((piece) => !['-----BEGIN', '-----END'].includes(piece));
}

function survivors(texts: Map<string, string>, planted: Map<string, string>): string[] {
  const watched = [...planted].flatMap(([place, value]) =>
    tellingPieces(value).map((piece) => ({ value: piece, rule: `${place}: ${piece}` })),
  );
  return [...texts].flatMap(([file, text]) => {
    const found = createLeakWatch(watched).stream()(text);
    return found === null ? [] : [`${file} has ${found}`];
  });
}

// These ask programs of the system, which takes long on a busy machine.
const quick: { without: BundlePartId[] } = { without: ['environment', 'checks'] };

describe('a bundle', () => {
  it('holds nothing that was planted anywhere in the home folder, in any form, and keeps what helps', async () => {
    for (const seed of [1, 2]) {
      const home = await makeTemporaryFolder();
      const values = fc.sample(fc.nat(1_000_000), { seed, numRuns: 6_000 });
      let next = 0;
      const { plant, planted } = planter((most) => (values[next++ % values.length] ?? 0) % (most + 1));
      await makeBundleHome(home, plant);
      const { report, texts } = await bundleOf(home, join(home, 'b.zip'), {
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
    }
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
    expect(texts.get('SUMMARY.md')).toMatch(/settings cannot be read/);
    expect(await readdir(home)).toEqual(before);
    expect(await readFile(path)).toEqual(bytes);
  });
});

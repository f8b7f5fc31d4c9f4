import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StoredEvent } from '../../../src/shared/events.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { runScrumbot } from '../../support/scrumbot.ts';

const trace = [
  { t_ms: 1, dir: 'in', conn: 'A', raw: '{"type":"HANDSHAKE_ACK","status":"ready"}' },
  {
    t_ms: 2,
    dir: 'out',
    conn: 'A',
    raw: JSON.stringify({ type: 'AUDIO_CHUNK', data: Buffer.alloc(900, 9).toString('base64') }),
  },
  {
    t_ms: 3,
    dir: 'in',
    conn: 'A',
    raw: '{"type":"transcription_result","data":{"text":"hello, \\"world\\""}}',
  },
];

test('a trace is imported, searched, exported in every format and read back with the same counts', async () => {
  const folder = await makeTemporaryFolder();
  const home = join(folder, 'home');
  const file = join(folder, 'trace.jsonl');
  await writeFile(file, [...trace.map((line) => JSON.stringify(line)), 'broken'].join('\n'));

  const imported = await runScrumbot(['events', 'import', file, '--json'], { home });
  expect(imported.code).toBe(1);
  const report = JSON.parse(imported.stdout) as { importId: string };
  expect(report).toMatchObject({ imported: 3, skipped: 1, problems: [{ line: 4, skipped: true }] });

  const found = await runScrumbot(
    ['events', 'list', '--text', 'hello wor', '--direction', 'in', '--since', '1h', '--json'],
    { home },
  );
  expect(JSON.parse(found.stdout)).toMatchObject([
    { type: 'transcription_result', sessionId: report.importId, connectionId: 'A', generation: 1 },
  ]);

  const exportFrom = async (from: string, name: string, format: string): Promise<string> => {
    const path = join(folder, name);
    await runScrumbot(['events', 'export', path, '--format', format], { home: from });
    return path;
  };
  const original = await readFile(await exportFrom(home, 'original.jsonl', 'jsonl'), 'utf8');
  for (const format of ['jsonl', 'csv', 'trace']) {
    const other = join(folder, `home-${format}`);
    const path = await exportFrom(home, `copy.${format}`, format);
    const { code, stderr } = await runScrumbot(['events', 'import', path], { home: other });
    expect(code, format).toBe(0);
    expect(stderr, format).toContain('3 events imported');
    const copy = await readFile(await exportFrom(other, `again-${format}.jsonl`, 'jsonl'), 'utf8');
    if (format !== 'trace') expect(copy, format).toBe(original);
    else {
      const raws = (text: string): unknown[] =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as StoredEvent).raw);
      expect(raws(copy)).toEqual(raws(original));
    }
  }

  const deleted = await runScrumbot(['events', 'delete', report.importId, '--json'], { home });
  expect(JSON.parse(deleted.stdout)).toEqual({ session: report.importId, deleted: 3 });
  expect((await runScrumbot(['events', 'imports', '--json'], { home })).stdout).toBe('[]\n');
});

test('a file that cannot be read and a date that is none are told with exit code 2', async () => {
  const home = await makeTemporaryFolder();
  const missing = await runScrumbot(['events', 'import', join(home, 'missing.jsonl')], { home });
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read') as string });
  const wrong = await runScrumbot(['events', 'list', '--until', '2026-99-99'], { home });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a date') as string });
});

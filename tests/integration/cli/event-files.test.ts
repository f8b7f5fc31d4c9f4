import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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

test('a trace is imported, searched, exported as CSV and read back exactly', async () => {
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

  const copyHome = join(folder, 'copy');
  const [csv, original, copy] = ['a.csv', 'a.jsonl', 'b.jsonl'].map((name) => join(folder, name));
  await runScrumbot(['events', 'export', csv ?? '', '--format', 'csv'], { home });
  await runScrumbot(['events', 'export', original ?? ''], { home });
  const again = await runScrumbot(['events', 'import', csv ?? ''], { home: copyHome });
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('3 events imported') as string });
  await runScrumbot(['events', 'export', copy ?? ''], { home: copyHome });
  expect(await readFile(copy ?? '', 'utf8')).toBe(await readFile(original ?? '', 'utf8'));

  const deleted = await runScrumbot(['events', 'delete', report.importId, '--json'], { home });
  expect(JSON.parse(deleted.stdout)).toMatchObject({ session: report.importId, deleted: 3, isGone: true });
});

test('a file that cannot be read and a date that is none are told with exit code 2', async () => {
  const home = await makeTemporaryFolder();
  const missing = await runScrumbot(['events', 'import', join(home, 'missing.jsonl')], { home });
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read') as string });
  const wrong = await runScrumbot(['events', 'list', '--until', '2026-99-99'], { home });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a date') as string });
});

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
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("can't be read") as string });
  const wrong = await runScrumbot(['events', 'list', '--until', '2026-99-99'], { home });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a date') as string });
});

test('a HAR file comes back with every message, its time, direction and bytes', async () => {
  const folder = await makeTemporaryFolder();
  const home = join(folder, 'home');
  const message = (type: string, time: number, data: string, opcode = 1) => ({ type, time, opcode, data });
  const entries = [
    [
      message('receive', 1767607200.0000002, '{"type":"HANDSHAKE_ACK"}'),
      message('send', 1767607200.1, '{"type":"HANDSHAKE","text":"ü \\ud83d\\ude00"}'),
      message('receive', 1767607200.2, 'AAH/', 2),
      message('receive', 1767607205.002, 'no JSON'),
    ],
    [message('send', 1767607201, '{"type":"HANDSHAKE"}')],
  ].map((messages) => ({
    request: { url: 'wss://host.example/ws' },
    _webSocketMessages: messages,
  }));
  const file = join(folder, 'capture.har');
  await writeFile(file, JSON.stringify({ log: { version: '1.2', creator: { name: 'x' }, entries } }));

  const imported = await runScrumbot(['events', 'import', file, '--json'], { home });
  expect(JSON.parse(imported.stdout)).toMatchObject({ format: 'har', imported: 5, skipped: 0 });
  const back = join(folder, 'back.har');
  const exported = await runScrumbot(['events', 'export', back, '--format', 'har', '--json'], { home });
  expect(JSON.parse(exported.stdout)).toMatchObject({ events: 5, leftOut: 0, partial: 0 });
  expect(JSON.parse(await readFile(back, 'utf8'))).toMatchObject({ log: { version: '1.2', entries } });

  const analysed = await runScrumbot(['analyze', '--since', '1h', '--json'], { home });
  expect(JSON.parse(analysed.stdout)).toMatchObject({ events: 4 });
});

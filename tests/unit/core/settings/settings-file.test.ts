import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createSettingsFile } from '../../../../src/main/core/settings/settings-file.ts';
import { settingsSchema } from '../../../../src/shared/settings/settings.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { itWith } from '../../../support/machine/needs.ts';

const defaults = settingsSchema.parse({});

async function setUp() {
  const folder = await makeTemporaryFolder();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const path = join(folder, 'settings.json');
  return { folder, path, lines, log, file: createSettingsFile(path, log) };
}

test('answers defaults where there is no file, and makes none by reading', async () => {
  const { folder, file, lines } = await setUp();
  expect(await file.read()).toEqual(defaults);
  expect(await readdir(folder)).toEqual([]);
  expect(lines).toEqual([]);
});

test('keeps a change for the next start and leaves the rest as it was', async () => {
  const { path, log, file } = await setUp();
  await writeFile(path, JSON.stringify({ targets: [{ name: 'ec2', wsUrl: 'wss://example.org/ws' }] }));
  const updated = await file.update({ engine: 'groq' });
  expect(updated).toEqual({
    ...defaults,
    targets: [{ name: 'ec2', wsUrl: 'wss://example.org/ws' }],
    engine: 'groq',
  });
  expect(await createSettingsFile(path, log).read()).toEqual(updated);
});

itWith(['posix'], 'lets nobody but the owner read it, whatever it was before', async () => {
  const { path, file } = await setUp();
  await file.update({ engine: 'groq' });
  await chmod(path, 0o644);
  await file.update({ engine: 'auto' });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('loses none of many updates at once', async () => {
  const { path, file } = await setUp();
  await Promise.all([
    ...Array.from({ length: 20 }, (_, n) => file.update({ engine: `engine-${n}` })),
    file.update({ target: 'ec2' }),
    ...Array.from({ length: 20 }, (_, n) => file.update({ engine: `engine-${n + 20}` })),
  ]);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ target: 'ec2', engine: 'engine-39' });
});

test.each([
  ['is cut off', '{"target": "ec'],
  ['is empty', ''],
  ['is a list', '[1, 2]'],
  ['was made by a newer version', '{"version": 3, "target": "ec2"}'],
])('moves a file that %s aside, warns, and goes on with defaults', async (_, text) => {
  const { folder, path, file, lines } = await setUp();
  await writeFile(path, text);

  expect(await Promise.all([file.read(), file.read()])).toEqual([defaults, defaults]);

  const names = await readdir(folder);
  expect(names).toEqual([expect.stringMatching(/^settings\.json\.damaged-\d{4}-\d\d-\d\dT[\d-]+\.\d+Z$/)]);
  expect(await readFile(join(folder, names[0] ?? ''), 'utf8')).toBe(text);
  expect(lines.length).toBe(1);
  expect(lines[0]).toContain('using defaults');
});

test('names a setting that is not allowed, and holds all others', async () => {
  const { folder, path, file, lines } = await setUp();
  const text = JSON.stringify({
    version: 2,
    target: 'ec2',
    stream: { chunkSec: 'long' },
    direct: { language: 'Klingon', openaiModel: 'tiny', commandLine: ['run', 7] },
  });
  await writeFile(path, text);
  const expected = { ...defaults, target: 'ec2', direct: { ...defaults.direct, openaiModel: 'tiny' } };
  expect(await file.read()).toEqual(expected);
  expect(await file.read()).toEqual(expected);
  expect(await readFile(path, 'utf8')).toBe(text);
  expect(lines).toHaveLength(1);
  for (const name of ['stream.chunkSec', 'direct.language']) expect(lines[0]).toContain(name);

  await file.update({ alerts: { moreDeprecatedThan: 3 } });
  expect(await file.read()).toMatchObject({ target: 'ec2', direct: { openaiModel: 'tiny' } });
  const kept = (await readdir(folder)).find((name) => name.startsWith('settings.json.before-'));
  expect(await readFile(join(folder, kept ?? ''), 'utf8')).toBe(text);
});

test.each([
  ['en', 'en'],
  ['en-US', 'en'],
  ['pt_BR', 'pt'],
  ['German', 'de'],
  ['deutsch', 'de'],
  ['deu', 'de'],
  ['yue', 'yue'],
  ['zh-Hant-TW', 'zh'],
  ['Cantonese', 'yue'],
  ['de_DE.UTF-8', 'de'],
  ['Brazilian Portuguese', 'pt'],
  ['Chinese (Simplified)', 'zh'],
  ['jp', 'ja'],
  ['auto', null],
])('takes "%s" for a language', async (language, code) => {
  const { path, file, lines } = await setUp();
  await writeFile(path, JSON.stringify({ direct: { language } }));
  expect((await file.read()).direct.language).toBe(code);
  expect(lines).toEqual([]);
});

test('takes over what version 1 kept, and writes it as the version of today', async () => {
  const { path, file, lines } = await setUp();
  await writeFile(path, '{"version": 1, "target": "ec2"}');
  expect(await file.read()).toEqual({ ...defaults, target: 'ec2' });
  await file.update({ alerts: { moreDeprecatedThan: 3 } });
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    version: 2,
    target: 'ec2',
    alerts: { ...defaults.alerts, moreDeprecatedThan: 3 },
  });
  expect(lines).toEqual([]);
});

test('says which value is not allowed', async () => {
  const { file } = await setUp();
  await expect(file.update({ retention: { days: 0 } })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('retention.days') as string,
  });
});

test('refuses a change that is not allowed and keeps the file', async () => {
  const { file } = await setUp();
  await file.update({ target: 'ec2' });
  await expect(file.update({ target: '' })).rejects.toThrow();
  expect((await file.read()).target).toBe('ec2');
});

test('names the file when it cannot be read or written', async () => {
  const { path, file } = await setUp();
  await mkdir(path);
  const failure = expect.objectContaining({
    code: 'storage-failed',
    message: expect.stringContaining(path) as string,
  }) as Error;
  await expect(file.read()).rejects.toEqual(failure);
  await expect(file.update({ engine: 'auto' })).rejects.toEqual(failure);
});

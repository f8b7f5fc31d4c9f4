import { chmod, mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createFileSecrets } from '../../../../src/main/core/settings/file-secrets.ts';
import type { Environment } from '../../../../src/main/core/lifecycle/find-executable.ts';
import type { Secrets } from '../../../../src/main/core/ports/ports.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { describeWith } from '../../../support/machine/needs.ts';

const key = 'gsk_0123456789abcdef';
const other = 'sk-another-long-key';

async function setUp(environment: Environment = {}) {
  const folder = await makeTemporaryFolder();
  const path = join(folder, 'home', 'secrets.json');
  const open = (): Secrets => createFileSecrets(path, environment);
  return { path, home: join(folder, 'home'), open, secrets: open() };
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

/** What a call failed with. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable('It should have failed.'),
    (error: unknown) => error,
  );
}

describe('a secret in the private file', () => {
  test('is there again at the next start, and a UI sees its last four characters only', async () => {
    const { secrets, open } = await setUp();
    await secrets.set('groq', ` ${key}\n`);
    expect(await open().get('groq')).toBe(key);
    expect(await open().describe('groq')).toEqual({ set: true, lastFour: 'cdef', kept: 'file' });
  });

  test('makes no file by being looked for', async () => {
    const { secrets, home } = await setUp();
    expect(await secrets.get('groq')).toBeNull();
    expect(await secrets.describe('groq')).toEqual({ set: false, lastFour: null, kept: 'file' });
    await expect(readdir(home)).rejects.toThrow('ENOENT');
  });

  test('gives nothing of itself away when it is short', async () => {
    const { secrets } = await setUp();
    await secrets.set('groq', 'short');
    expect(await secrets.describe('groq')).toEqual({ set: true, lastFour: null, kept: 'file' });
  });

  test('is gone once it is cleared, the others stay, and the last one takes the file with it', async () => {
    const { secrets, open, home } = await setUp();
    await secrets.set('groq', key);
    await secrets.set('openai-compatible', other);
    await secrets.clear('groq');
    expect([await open().get('groq'), await open().get('openai-compatible')]).toEqual([null, other]);
    await secrets.clear('openai-compatible');
    expect(await readdir(home)).toEqual([]);
    await secrets.clear('groq');
    expect(await secrets.describe('groq')).toEqual({ set: false, lastFour: null, kept: 'file' });
  });

  test('does not get lost when two are set at the same time', async () => {
    const { secrets, open } = await setUp();
    await Promise.all([secrets.set('groq', key), secrets.set('openai-compatible', other)]);
    expect([await open().get('groq'), await open().get('openai-compatible')]).toEqual([key, other]);
  });

  test.each([
    ['blanks within', `${key} ${key}`],
    ['a line break within', `${key}\r\nHost: elsewhere`],
    ['nothing', '  '],
    ['too much', key.repeat(1_000)],
  ])('is refused with %s: it could not be a header, and the refusal does not repeat it', async (_, value) => {
    const { secrets, home } = await setUp();
    const failure = await failureOf(secrets.set('groq', value));
    expect(failure).toMatchObject({ code: 'bad-input' });
    expect(inspect(failure, { depth: null })).not.toContain('gsk_');
    await expect(readdir(home)).rejects.toThrow('ENOENT');
  });
});

describeWith(['posix'], 'the private file', () => {
  test('is for its owner alone, and so is a home folder that is made for it', async () => {
    const { secrets, path, home } = await setUp();
    await secrets.set('groq', key);
    expect(await modeOf(path)).toBe(0o600);
    expect(await modeOf(home)).toBe(0o700);
    expect((await stat(path)).uid).toBe(process.getuid?.());
    expect(await readdir(home)).toEqual(['secrets.json']);
  });

  test.each([0o644, 0o640, 0o606])(
    'is made private again before a key is read from mode %o',
    async (mode) => {
      const { open, path, secrets } = await setUp();
      await secrets.set('groq', key);
      await chmod(path, mode);
      expect(await open().get('groq')).toBe(key);
      expect(await modeOf(path)).toBe(0o600);
    },
  );

  test('stays private when it is changed', async () => {
    const { secrets, path } = await setUp();
    await secrets.set('groq', key);
    await chmod(path, 0o644);
    await secrets.set('openai-compatible', other);
    expect(await modeOf(path)).toBe(0o600);
  });
});

describe('a secret in the environment', () => {
  test('wins over the stored one and does not get into the file', async () => {
    const { secrets, path } = await setUp({ GROQ_API_KEY: ' gsk_from_environment\n' });
    await secrets.set('groq', key);
    expect(await secrets.get('groq')).toBe('gsk_from_environment');
    expect(await secrets.describe('groq')).toEqual({ set: true, lastFour: 'ment', kept: 'environment' });
    expect(await readFile(path, 'utf8')).not.toContain('environment');
  });

  test('is for its own name only, and no secret when it is blank', async () => {
    const { secrets } = await setUp({ GROQ_API_KEY: '  ', SCRUMBOT_OPENAI_API_KEY: other });
    await secrets.set('groq', key);
    expect(await secrets.get('groq')).toBe(key);
    expect(await secrets.get('openai-compatible')).toBe(other);
    expect(await secrets.get('GROQ_API_KEY')).toBeNull();
  });

  test('is used though the file is damaged', async () => {
    const { secrets, path, home } = await setUp({ GROQ_API_KEY: key });
    await mkdir(home);
    await writeFile(path, '{');
    expect(await secrets.get('groq')).toBe(key);
  });
});

describe('a file of keys that cannot be used', () => {
  test.each([
    ['is cut off', `{"groq": "${key}`],
    ['is empty', ''],
    ['holds no list of keys', `["${key}"]`],
    ['holds something else than words', `{"groq": "${key}", "openai-compatible": 5}`],
  ])('because it %s is named with what to do, kept as it is, and not quoted', async (_, text) => {
    const { secrets, path, home } = await setUp();
    await mkdir(home);
    await writeFile(path, text, { mode: 0o600 });
    const uses = [
      () => secrets.get('groq'),
      () => secrets.describe('groq'),
      () => secrets.set('groq', other),
      () => secrets.clear('groq'),
    ];
    for (const use of uses) {
      const failure = await failureOf(use());
      expect(failure).toMatchObject({
        code: 'storage-failed',
        message: `The file of keys ${path} can't be used: it can't be read as a list of keys; delete it and enter the keys again.`,
      });
      const said = inspect(failure, { depth: null, showHidden: true });
      expect(said).not.toContain('gsk_');
      expect(said).not.toContain(other);
    }
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('because it is a folder is named, and can be used once that is fixed', async () => {
    const { secrets, path, home } = await setUp();
    await mkdir(path, { recursive: true, mode: 0o700 });
    const failure = { code: 'storage-failed', message: expect.stringContaining(path) as string };
    await expect(secrets.get('groq')).rejects.toMatchObject(failure);
    await expect(secrets.set('groq', key)).rejects.toMatchObject(failure);
    await rmdir(path);
    await secrets.set('groq', key);
    expect(await secrets.get('groq')).toBe(key);
    expect(await readdir(home)).toEqual(['secrets.json']);
  });

  test('because its folder is a file is named when a key is to be kept', async () => {
    const { secrets, path, home } = await setUp();
    await writeFile(home, '');
    const failure = await failureOf(secrets.set('groq', key));
    expect(failure).toMatchObject({
      code: 'storage-failed',
      message: expect.stringContaining(path) as string,
    });
    expect(inspect(failure, { depth: null })).not.toContain(key);
  });
});

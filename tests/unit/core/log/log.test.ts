import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createLogger, type Logger } from '../../../../src/main/core/log/log.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function linesOf(level: string, write: (log: Logger) => void): Promise<Record<string, unknown>[]> {
  const terminal = new PassThrough();
  const { log, close } = await createLogger({ folder: null, level, alsoTo: terminal });
  write(log);
  await close();
  terminal.end();
  const output = await text(terminal);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('writes one JSON object a line, with the time and the level in words', async () => {
  const [line] = await linesOf('info', (log) => log.info({ chunks: 3 }, 'delivered'));
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
    pid: process.pid,
    chunks: 3,
    msg: 'delivered',
  });
});

test('writes what its level asks for', async () => {
  const write = (log: Logger): void => {
    log.debug('detail');
    log.error('failure');
  };
  expect((await linesOf('debug', write)).map(({ msg }) => msg)).toEqual(['detail', 'failure']);
  expect((await linesOf('warn', write)).map(({ msg }) => msg)).toEqual(['failure']);
});

test('never writes secrets or spoken words, however deep they are', async () => {
  const secrets = {
    token: 'canary',
    key: 'canary',
    apiKey: 'canary',
    authorization: 'canary',
    cookie: 'canary',
    password: 'canary',
    secret: 'canary',
    text: 'canary',
    title: 'canary',
    raw: 'canary',
  };
  const lines = await linesOf('info', (log) => {
    log.info(secrets);
    log.info({ request: { headers: secrets, body: { message: secrets } } });
    log.child({ session: secrets }).info('child');
  });
  expect(lines.length).toBe(3);
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(lines[0]).toMatchObject({ token: '[private]' });
});

test('takes credentials and queries out of addresses, in messages and errors as well', async () => {
  const lines = await linesOf('info', (log) => {
    log.info(
      { url: 'wss://me:canary@example.org/ws?token=canary#canary' },
      'to https://x.org/a?b=canary now',
    );
    log.error({ err: new Error('no answer from "ws://x.org/ws?key=canary"') }, 'failed');
    log.info({ url: 'mysql://user:pa@ss/canary@db.example.org/scrumbot' });
    log.info({ url: `wss://me:${'long'.repeat(400)}canary@example.org/${'path/'.repeat(900)}?canary` });
  });
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(lines[0]).toMatchObject({
    url: 'wss://example.org/ws?[private]',
    msg: 'to https://x.org/a?[private] now',
  });
  expect(lines[2]).toMatchObject({ url: 'mysql://db.example.org/scrumbot' });
  expect(lines[3]).toMatchObject({ url: `wss://example.org/${'path/'.repeat(900)}?[private]` });
});

test('keeps the stack and the cause of an error', async () => {
  const cause = new Error('refused');
  const [line] = await linesOf('info', (log) =>
    log.error({ err: new AppError('unreachable', 'No answer', { cause }) }, 'failed'),
  );
  expect(line?.err).toMatchObject({
    message: 'No answer',
    code: 'unreachable',
    stack: expect.stringContaining('log.test.ts') as string,
    cause: { message: 'refused', stack: expect.stringContaining('log.test.ts') as string },
  });
});

test('writes to a file for its owner only, and everything is in it once the log is closed', async () => {
  const folder = join(await makeTemporaryFolder(), 'logs');
  const { log, close } = await createLogger({ folder, level: 'info' });
  for (let n = 0; n < 1_000; n += 1) log.info({ n });
  await close();
  await close();
  const file = join(folder, 'scrumbot.log');
  expect((await readFile(file, 'utf8')).trimEnd().split('\n').length).toBe(1_000);
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('keeps at most five files of 5 MB, the newest lines in the newest', async () => {
  const folder = await makeTemporaryFolder();
  const { log, close } = await createLogger({ folder, level: 'info' });
  const filler = 'x'.repeat(100_000);
  for (let n = 0; n < 330; n += 1) {
    log.info({ n, filler });
    if (n % 10 === 0) await new Promise(setImmediate);
  }
  await close();
  const names = (await readdir(folder)).sort();
  expect(names).toEqual([
    'scrumbot.1.log',
    'scrumbot.2.log',
    'scrumbot.3.log',
    'scrumbot.4.log',
    'scrumbot.log',
  ]);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  expect(Math.max(...sizes)).toBeLessThan(8_000_000);
  expect(await readFile(join(folder, 'scrumbot.log'), 'utf8')).toContain('"n":329');
});

test('names the folder when it cannot be used', async () => {
  const path = join(await makeTemporaryFolder(), 'file');
  await writeFile(path, '');
  await expect(createLogger({ folder: path, level: 'info' })).rejects.toEqual(
    expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining(path) as string }),
  );
});

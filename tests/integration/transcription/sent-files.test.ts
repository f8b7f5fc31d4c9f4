import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import type { SentFile } from '../../../src/shared/session/sent-file.ts';
import { startSharedCore } from '../../support/core.ts';
import { writeTalk } from '../../support/talk.ts';
import { startGroq, type FakeGroq } from '../../support/fake-groq.ts';
import { removeFolder } from '../../support/remove-folder.ts';

let core: Core;
let folder: string;
let talk: Buffer;
let server: FakeGroq;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrumbot-test-'));
  await mkdir(join(folder, 'tmp'));
  vi.stubEnv('TMPDIR', join(folder, 'tmp'));
  await writeTalk(join(folder, 'talk.wav'), 1);
  talk = await readFile(join(folder, 'talk.wav'));
  core = await startSharedCore({ home: join(folder, 'home'), environment: {} });
  server = await startGroq(() => ({ text: 'We ship it on Friday, all of us.' }));
  await core.handlers['settings.update']({
    direct: { engine: 'openai-compatible', openaiBaseUrl: `${server.url}/v1` },
  });
});

afterAll(async () => {
  await core.stop();
  await server.stop();
  expect(await ofPages()).toEqual([]);
  vi.unstubAllEnvs();
  await removeFolder(folder);
});

const list = (): Promise<SentFile[]> => core.handlers['files.list']({});

/** Folders that this process has for files of pages. */
const ofPages = async (): Promise<string[]> =>
  (await readdir(join(folder, 'tmp'))).filter((name) => name.startsWith('scrumbot-file-'));

async function send(name: string, content: Buffer, pieceBytes = 200_000): Promise<string> {
  let id: string | null = null;
  for (let at = 0; id === null || at < content.length; at += pieceBytes) {
    const data = content.subarray(at, at + pieceBytes).toString('base64');
    ({ id } = await core.handlers['files.send']({ id, name, bytes: content.length, data }));
  }
  return id;
}

it('makes a session of each file that a page sends, one after another, and keeps no copy of it', async () => {
  const told: string[][] = [];
  const stop = core.topics.subscribe('files', (files) => void told.push(files.map(({ state }) => state)));
  const ids = [await send('Planning.wav', talk), await send('notes.txt', Buffer.from('no sound'.repeat(99)))];
  ids.push(await send('Retro.wav', talk));
  await expect.poll(async () => (await list()).map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
  stop();
  const [first, second] = await list();
  const report = await core.handlers['sessions.show']({ sessionId: first?.sessionId ?? '' });
  expect(report).toMatchObject({ title: 'Planning.wav', mode: 'direct', state: 'ended', reason: null });
  expect(report.text).toContain('We ship it on Friday');
  expect(second?.sentence).toContain('notes.txt');
  expect(second?.sentence).not.toContain('scrumbot-file-');
  expect(told.flat()).toContain('transcribing');
  // At no time are two of them transcribed.
  expect(told.filter((states) => states.filter((state) => state === 'transcribing').length > 1)).toEqual([]);
  expect(await ofPages()).toEqual([]);
  for (const id of ids) await core.handlers['files.remove']({ id });
  expect(await list()).toEqual([]);
});

it('waits for a recording that runs, and says so', async () => {
  await core.sessions.start({
    inputs: [{ kind: 'file', path: join(folder, 'talk.wav'), speed: 1 }],
    mode: 'capture-only',
  });
  const id = await send('Later.wav', talk);
  await expect.poll(async () => (await list())[0]?.sentence).toContain('Waiting for the current recording');
  await core.sessions.stop();
  await expect.poll(async () => (await list())[0]?.state).toBe('done');
  await core.handlers['files.remove']({ id });
});

it('refuses pieces that are out of order, and forgets what never became whole', async () => {
  const { id } = await core.handlers['files.send']({ id: null, name: 'a.wav', bytes: 10, data: 'UEs=' });
  await expect(
    core.handlers['files.send']({ id, name: 'a.wav', bytes: 10, data: Buffer.alloc(20).toString('base64') }),
  ).rejects.toMatchObject({ code: 'bad-input' });
  await expect(
    core.handlers['files.send']({ id: 'nobody', name: 'a.wav', bytes: 10, data: '' }),
  ).rejects.toMatchObject({ code: 'not-found' });
  await core.handlers['files.remove']({ id });
  expect(await list()).toEqual([]);
  await expect(
    core.handlers['files.send']({ id: null, name: 'huge.mp4', bytes: 9e15, data: '' }),
  ).rejects.toMatchObject({ code: 'storage-failed' });
});

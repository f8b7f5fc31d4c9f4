import type * as electronUpdater from 'electron-updater';
import type * as appImage from 'electron-updater/out/AppImageUpdater.js';
import type * as http from 'electron-updater/out/electronHttpExecutor.js';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type RequestOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { feedNameOf, type Feed } from '../../../src/main/electron/updates/feed-signature.ts';
import { startUpdates } from '../../../src/main/electron/updates/update-steps.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { makeUpdateKeys } from '../../support/update-keys.ts';

const load = createRequire(import.meta.url);
const { AppImageUpdater } = load('electron-updater/out/AppImageUpdater.js') as typeof appImage;
const { ElectronHttpExecutor } = load('electron-updater/out/electronHttpExecutor.js') as typeof http;
const { CancellationToken } = load('electron-updater') as typeof electronUpdater;

const feedName = feedNameOf('linux', process.arch);
const installer = Buffer.from('the app of tomorrow');
const sha512 = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('base64');
const feedOf = (version: string, more: Feed = {}): Feed => ({
  version,
  files: [{ url: 'app.AppImage', sha512: sha512(installer), size: installer.length }],
  path: 'app.AppImage',
  sha512: sha512(installer),
  ...more,
});

/** An app of version 1.0.0 with the real updater, and a server that says what the test wants. */
async function setUp(serve: { feed: Feed; file?: Buffer; memory?: object }) {
  const folder = await makeTemporaryFolder();
  const keys = makeUpdateKeys();
  const [resources, cache, memoryFile] = [join(folder, 'r'), join(folder, 'c'), join(folder, 'updates.json')];
  await mkdir(resources);
  await writeFile(join(resources, 'app-update.yml'), 'updaterCacheDirName: scrumbot-test\n');
  if (serve.memory !== undefined) await writeFile(memoryFile, JSON.stringify(serve.memory));
  vi.stubEnv('APPIMAGE', join(folder, 'old.AppImage'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const asked: string[] = [];
  const server = createServer(({ url = '' }, answer) => {
    asked.push(url.split('?')[0] ?? '');
    // JSON is YAML.
    answer.end(url.includes('.yml') ? JSON.stringify(serve.feed) : (serve.file ?? installer));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));

  // As in the app, but over Node's http and not over Chromium's network.
  const executor = Object.assign(new ElectronHttpExecutor(), {
    createRequest: (options: RequestOptions, answer: (response: IncomingMessage) => void) =>
      request({ ...options, protocol: 'http:' }, answer),
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const updater = new AppImageUpdater(null, {
    version: '1.0.0',
    name: 'scrumbot-test',
    isPackaged: true,
    appUpdateConfigPath: join(resources, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: cache,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  Object.assign(updater, { httpExecutor: executor, disableDifferentialDownload: true });
  updater.setFeedURL({ provider: 'generic', url });
  updater.on('error', () => undefined);
  const happened: string[] = [];
  updater.quitAndInstall = () => void happened.push('restart');
  const clock = createFakeClock();
  const updates = startUpdates({
    isPackaged: true,
    resourcesPath: resources,
    publicKey: keys.publicKey,
    platform: 'linux',
    arch: process.arch,
    memoryFile,
    clock,
    log: {
      info: () => undefined,
      warn: (fields: unknown) => void happened.push((fields as { err: Error }).err.message),
    },
    isBusy: () => false,
    ask(question) {
      happened.push(`ask to ${question.about} ${question.version}`);
      return Promise.resolve(true);
    },
    loadUpdater: () => ({
      updater,
      createToken: () => new CancellationToken(),
    }),
  });
  onTestFinished(() => updates.stop());
  return { keys, clock, happened, asked, cache, memoryFile, serve };
}

type SetUp = Awaited<ReturnType<typeof setUp>>;

/** Lets the first look come, and waits until the updater has done what it does. */
async function look({ clock, happened, memoryFile }: SetUp, until = 1): Promise<void> {
  await clock.advance(60_000);
  await expect.poll(() => happened.length).toBeGreaterThanOrEqual(until);
  await expect.poll(() => readFile(memoryFile, 'utf8').catch(() => '')).toMatch(/"lastCheckMs":\d/);
}

describeWith(['linux'], 'an app that looks for updates', () => {
  it('takes one that its key has signed', async () => {
    const app = await setUp({ feed: {} });
    app.serve.feed = app.keys.signed(feedOf('1.1.0'), feedName);
    await look(app, 3);
    expect(app.happened).toEqual(['ask to download 1.1.0', 'ask to restart 1.1.0', 'restart']);
    expect(await readFile(join(app.cache, 'scrumbot-test', 'pending', 'app.AppImage'))).toEqual(installer);
  });

  it.each<[string, (keys: SetUp['keys']) => Feed, RegExp]>([
    [
      'that nobody signed',
      () => feedOf('1.1.0', { releaseDate: '2026-05-01T12:00:00Z' }),
      /it is not signed/,
    ],
    [
      'signed by another key',
      () => makeUpdateKeys().signed(feedOf('1.1.0'), feedName),
      /not one of this app's key/,
    ],
    [
      'whose hash was changed after it was signed',
      (keys) => ({
        ...keys.signed(feedOf('1.1.0'), feedName),
        files: [{ url: 'evil.AppImage', sha512: 'x' }],
      }),
      /not one of this app's key/,
    ],
    [
      'to which something was added',
      (keys) => ({ ...keys.signed(feedOf('1.1.0'), feedName), packages: { x64: { path: 'http://x/' } } }),
      /not one of this app's key/,
    ],
    [
      'of another system',
      (keys) => keys.signed(feedOf('1.1.0'), 'latest-mac.yml'),
      /not one of this app's key over latest-linux/,
    ],
    [
      'with a signature that is none',
      (keys) => ({ ...keys.signed(feedOf('1.1.0'), feedName), signature: [] }),
      /not signed/,
    ],
    [
      'that does not say of when it is',
      (keys) => keys.signed(feedOf('1.1.0', { releaseDate: 'soon' }), feedName),
      /does not say when/,
    ],
  ])('asks nobody about a feed %s, and fetches nothing', async (_name, feed, reason) => {
    const app = await setUp({ feed: {} });
    app.serve.feed = feed(app.keys);
    await look(app);
    expect(app.happened).toEqual([expect.stringMatching(reason)]);
    expect(app.asked).toEqual([`/${feedName}`]);
  });

  it('does not go back to a feed that is older than the newest one that it has seen', async () => {
    const seen = { lastCheckMs: null, newestFeedMs: Date.parse('2026-06-01'), putOff: null };
    const app = await setUp({ feed: {}, memory: seen });
    app.serve.feed = app.keys.signed(feedOf('1.1.0'), feedName);
    await look(app);
    expect(app.happened).toEqual([expect.stringContaining('older than one that was there before')]);
    expect(JSON.parse(await readFile(app.memoryFile, 'utf8'))).toMatchObject({
      newestFeedMs: seen.newestFeedMs,
    });
  });

  it('goes to no older version, though it is signed', async () => {
    const app = await setUp({ feed: {} });
    app.serve.feed = app.keys.signed(feedOf('0.9.0'), feedName);
    await look(app, 0);
    expect(app.happened).toEqual([]);
    expect(app.asked).toEqual([`/${feedName}`]);
  });

  it.each([
    ['another file', Buffer.from('the app of somebody else')],
    ['less than the file', installer.subarray(0, 5)],
  ])('installs nothing when the server gives %s', async (_name, file) => {
    const app = await setUp({ feed: {}, file });
    app.serve.feed = app.keys.signed(feedOf('1.1.0'), feedName);
    await look(app, 2);
    expect(app.happened).toEqual([
      'ask to download 1.1.0',
      expect.stringMatching(/sha512 checksum mismatch/),
    ]);
  });
});

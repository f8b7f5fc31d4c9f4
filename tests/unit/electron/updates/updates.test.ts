import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  startUpdates,
  type DownloadToken,
  type Updater,
  type UpdateQuestion,
} from '../../../../src/main/electron/updates/update-steps.ts';
import { makeUpdateKeys } from '../../../support/update-keys.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { waitUntil } from '../../../support/wait-until.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** An app whose server offers version 2.0.0, and what happened to it. */
async function setUp(options: { isPackaged?: boolean; isConfigured?: boolean } = {}) {
  const folder = await makeTemporaryFolder();
  const resourcesPath = join(folder, 'resources');
  await mkdir(resourcesPath);
  if (options.isConfigured ?? true) await writeFile(join(resourcesPath, 'app-update.yml'), '');
  const memoryFile = join(folder, 'updates.json');
  const keys = makeUpdateKeys();
  const clock = createFakeClock();
  const app = {
    isBusy: false,
    offered: '2.0.0',
    /** A download goes on until it is broken off. */
    isSlow: false,
    answer: true,
    failure: null as Error | null,
    questions: [] as UpdateQuestion[],
    happened: [] as string[],
    warnings: [] as string[],
  };
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: false,
    allowDowngrade: true,
    disableWebInstaller: false,
    logger: console,
    checkForUpdates() {
      app.happened.push('check');
      if (app.failure !== null) return Promise.reject(app.failure);
      return Promise.resolve({ isUpdateAvailable: true, updateInfo: keys.signed({ version: app.offered }) });
    },
    downloadUpdate(token) {
      app.happened.push('download');
      if (!app.isSlow) return Promise.resolve([]);
      return new Promise((_resolve, reject) => {
        (token as TestToken).onCancel = () => reject(new Error('cancelled'));
      });
    },
    quitAndInstall: () => app.happened.push('restart'),
  };
  const start = () => {
    const updates = startUpdates({
      isPackaged: options.isPackaged ?? true,
      resourcesPath,
      publicKey: keys.publicKey,
      platform: 'linux',
      arch: 'x64',
      memoryFile,
      clock,
      log: {
        info: () => undefined,
        warn: (_fields: unknown, message?: string) => app.warnings.push(message ?? ''),
      },
      isBusy: () => app.isBusy,
      ask: (question) => {
        app.questions.push(question);
        return Promise.resolve(app.answer);
      },
      loadUpdater: () => ({ updater, createToken }),
    });
    onTestFinished(() => updates.stop());
    return updates;
  };
  /** Waits until so much and nothing else has happened. */
  const expectHappened = (...events: string[]) => waitUntil(() => expect(app.happened).toEqual(events));
  /** Lets time pass until so much has happened, and none afterwards: what follows takes real files. */
  const advanceUntil = (count: number, stepMs: number) =>
    waitUntil(
      async () => {
        if (app.happened.length < count) await clock.advance(stepMs);
        expect(app.happened.length).toBeGreaterThanOrEqual(count);
      },
      { everyMs: 200 },
    );
  return { app, updater, start, clock, memoryFile, expectHappened, advanceUntil };
}

type TestToken = DownloadToken & { onCancel: () => void };

function createToken(): TestToken {
  let cancelled = false;
  return {
    get cancelled() {
      return cancelled;
    },
    cancel() {
      cancelled = true;
      this.onCancel();
    },
    onCancel: () => undefined,
  };
}

describe('updates', () => {
  test('are checked for, asked about, downloaded, asked about and installed', async () => {
    const { app, updater, start, clock, expectHappened } = await setUp();
    start();
    expect(updater).toMatchObject({ autoDownload: false, allowDowngrade: false, disableWebInstaller: true });
    await clock.advance(minuteMs);
    await expectHappened('check', 'download', 'restart');
    expect(app.questions).toEqual([
      { about: 'download', version: '2.0.0' },
      { about: 'restart', version: '2.0.0' },
    ]);
  });

  test.each([{ isPackaged: false }, { isConfigured: false }])('are off with %o', async (options) => {
    const { app, start, clock } = await setUp(options);
    await start().stop();
    await clock.advance(48 * hourMs);
    expect(clock.pending()).toBe(0);
    expect(app.happened).toEqual([]);
  });

  test('wait while something is recorded or queued', async () => {
    const { app, start, clock, expectHappened } = await setUp();
    app.isBusy = true;
    start();
    await clock.advance(10 * hourMs);
    app.isBusy = false;
    await clock.advance(10 * minuteMs);
    await expectHappened('check', 'download', 'restart');
  });

  test('break a download off when a recording begins, and go on after it without asking again', async () => {
    const { app, start, clock, expectHappened, advanceUntil } = await setUp();
    app.isSlow = true;
    start();
    await clock.advance(minuteMs);
    await expectHappened('check', 'download');
    app.isBusy = true;
    await clock.advance(10 * minuteMs);
    app.isSlow = false;
    app.isBusy = false;
    await advanceUntil(3, 10 * minuteMs);
    await expectHappened('check', 'download', 'download', 'restart');
    expect(app.questions.map(({ about }) => about)).toEqual(['download', 'restart']);
    expect(app.warnings).toEqual([]);
  });

  test('do not restart into a recording that began while the question stood there', async () => {
    const { app, start, clock, expectHappened } = await setUp();
    start();
    const { questions } = app;
    questions.push = (question) => {
      app.isBusy = question.about === 'restart';
      return Array.prototype.push.call(questions, question);
    };
    await clock.advance(minuteMs);
    await waitUntil(() => expect(questions).toHaveLength(2));
    await expectHappened('check', 'download');
  });

  test('ask once, also after a new start, and look again after six hours', async () => {
    const { app, start, clock, memoryFile, expectHappened, advanceUntil } = await setUp();
    app.answer = false;
    const first = start();
    await clock.advance(minuteMs);
    await waitUntil(async () => expect(await readFile(memoryFile, 'utf8')).toContain('"2.0.0"'));
    await first.stop();
    start();
    await advanceUntil(2, hourMs);
    await expectHappened('check', 'check');
    expect(app.questions).toEqual([{ about: 'download', version: '2.0.0' }]);
  });

  test('note an error in the log and try again at the next check', async () => {
    const { app, start, clock, expectHappened, advanceUntil } = await setUp();
    app.failure = new Error('no route to host');
    start();
    await clock.advance(minuteMs);
    await waitUntil(() => expect(app.warnings).toHaveLength(1));
    expect(app.questions).toEqual([]);
    app.failure = null;
    await clock.advance(5 * hourMs);
    await expectHappened('check');
    await advanceUntil(2, hourMs);
    await expectHappened('check', 'check', 'download', 'restart');
  });

  test('take a damaged memory for none', async () => {
    const { start, clock, memoryFile, expectHappened } = await setUp();
    await writeFile(memoryFile, '{"lastCheckMs":"yesterday"');
    start();
    await clock.advance(minuteMs);
    await expectHappened('check', 'download', 'restart');
  });

  test.each([
    ['install what was downloaded when the app quits', false],
    ['leave it for later when the app quits with audio in the queue', true],
  ])('%s', async (_what, isBusy) => {
    const { app, updater, start } = await setUp();
    const updates = start();
    app.isBusy = isBusy;
    await updates.stop();
    expect(updater.autoInstallOnAppQuit).toBe(!isBusy);
  });
});

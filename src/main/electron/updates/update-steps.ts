import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as electronUpdater from 'electron-updater';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Logger } from '../../core/log/log.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { feedNameOf, problemOfFeed, releasedMsOf } from './feed-signature.ts';
import { decideUpdate, type UpdateFacts, type UpdateStep } from './update-decision.ts';

const firstLookMs = 60_000;
const lookEveryMs = 10 * 60_000;

export type UpdateQuestion = { about: 'download' | 'restart'; version: string };

/** The parts of electron-updater that are used. */
export type DownloadToken = { cancel(): void; readonly cancelled: boolean };
export type Updater = Pick<
  electronUpdater.AppUpdater,
  | 'allowDowngrade'
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'disableWebInstaller'
  | 'logger'
  | 'quitAndInstall'
> & {
  checkForUpdates(): Promise<{ isUpdateAvailable: boolean; updateInfo: { version: string } } | null>;
  downloadUpdate(token?: DownloadToken): Promise<unknown>;
};

export type UpdatesOptions = {
  /** `app.isPackaged` and `process.resourcesPath`: updates are off in development and in a build that names no place of them. */
  isPackaged: boolean;
  resourcesPath: string;
  /** Of the feed's signature, base64 of a DER; built into the app. Without one nothing is looked for. */
  publicKey: string | null;
  platform: NodeJS.Platform;
  arch: string;
  /** Where the last check and the last "later" are kept. */
  memoryFile: string;
  clock: Clock;
  log: Pick<Logger, 'info' | 'warn'>;
  /** Something is recorded, or audio still waits for its target. */
  isBusy: () => boolean;
  /** Asks the person; true means "now". */
  ask: (question: UpdateQuestion) => Promise<boolean>;
  loadUpdater?: () => { updater: Updater; createToken: () => DownloadToken };
};

const memorySchema = z.object({
  lastCheckMs: z.number().nullable(),
  /** When the newest feed that was taken was released. */
  newestFeedMs: z.number().nullable().default(null),
  putOff: z.object({ version: z.string(), atMs: z.number() }).nullable(),
});

/**
 * Looks for updates, asks, downloads and installs, each only while the app is not busy. Errors go to the log alone.
 * `stop` is for the quitting app: what was downloaded is then installed, unless the app is busy.
 */
export function startUpdates(options: UpdatesOptions): { stop(): Promise<void> } {
  const { clock, log, isBusy, ask, memoryFile, publicKey } = options;
  const lack = lackOf(options);
  if (lack !== null || publicKey === null) {
    log.info(`updates are off: this build ${lack ?? 'has no key of them'}`);
    return { stop: () => Promise.resolve() };
  }
  const trust = { name: feedNameOf(options.platform, options.arch), publicKey };
  const { updater, createToken } = (options.loadUpdater ?? loadElectronUpdater)();
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  // It would fetch a second file, whose hash nobody signed.
  updater.disableWebInstaller = true;
  updater.logger = null;

  let known: (Omit<UpdateFacts, 'nowMs' | 'isBusy'> & { newestFeedMs: number | null }) | null = null;
  let download: DownloadToken | null = null;
  let writing = Promise.resolve();
  let isAtWork = false;
  let isStopped = false;

  async function look(): Promise<void> {
    if (isBusy()) download?.cancel();
    if (isAtWork) return;
    isAtWork = true;
    known ??= { found: null, agreed: null, downloaded: null, ...(await readMemory(memoryFile)) };
    while (!isStopped) {
      const step = decideUpdate({ ...known, nowMs: clock.nowMs(), isBusy: isBusy() });
      if (step.do === 'wait') break;
      Object.assign(known, await take(step));
      writing = remember(known);
      await writing;
    }
    isAtWork = false;
  }

  /** Answers what is now known. Each step changes that, so that the next look does not come to the same one. */
  async function take(step: UpdateStep): Promise<Partial<NonNullable<typeof known>>> {
    try {
      switch (step.do) {
        case 'wait':
          return {};
        case 'check': {
          const result = await updater.checkForUpdates();
          if (result === null) return { found: null, lastCheckMs: clock.nowMs() };
          const { updateInfo } = result;
          const newestMs = known?.newestFeedMs ?? null;
          const problem = problemOfFeed({ ...updateInfo }, { ...trust, newestMs });
          // What is not followed is never downloaded: the files' hashes are what the signature is about.
          if (problem !== null) throw new Error(`the feed of updates is not followed: ${problem}`);
          return {
            found: result.isUpdateAvailable ? updateInfo.version : null,
            lastCheckMs: clock.nowMs(),
            newestFeedMs: releasedMsOf({ ...updateInfo }),
          };
        }
        case 'ask-to-download':
          if (await ask({ about: 'download', version: step.version })) return { agreed: step.version };
          return { putOff: { version: step.version, atMs: clock.nowMs() } };
        case 'download':
          download = createToken();
          await updater.downloadUpdate(download);
          return { downloaded: step.version };
        case 'ask-to-restart': {
          const isAgreed = await ask({ about: 'restart', version: step.version });
          // A recording may have begun while the question stood there.
          if (isAgreed && !isBusy()) updater.quitAndInstall(true, true);
          return { putOff: { version: step.version, atMs: clock.nowMs() } };
        }
        default:
          return step satisfies never;
      }
    } catch (error) {
      // Broken off for a recording: it goes on when that is over.
      if (download?.cancelled) return {};
      log.warn({ err: error, step: step.do }, 'an update did not get further; the next check tries again');
      if (step.do === 'ask-to-restart') return { putOff: { version: step.version, atMs: clock.nowMs() } };
      // What was agreed to stays so: the next check finds it again, and nobody is asked again.
      return { lastCheckMs: clock.nowMs(), found: null };
    } finally {
      download = null;
    }
  }

  async function remember({ lastCheckMs, newestFeedMs, putOff }: NonNullable<typeof known>): Promise<void> {
    if (isStopped) return;
    try {
      await writeFileAtomic(memoryFile, JSON.stringify({ lastCheckMs, newestFeedMs, putOff }), {
        mode: 0o600,
      });
    } catch (error) {
      log.warn({ err: error }, 'the last check for updates could not be noted');
    }
  }

  const stopFirst = clock.after(firstLookMs, () => void look());
  const stopOthers = clock.every(lookEveryMs, () => void look());
  return {
    stop() {
      isStopped = true;
      stopFirst();
      stopOthers();
      download?.cancel();
      updater.autoInstallOnAppQuit = !isBusy();
      return writing;
    },
  };
}

/** What a build must have before it looks for updates, or `null`. */
function lackOf({ isPackaged, resourcesPath, platform }: UpdatesOptions): string | null {
  const nowhere = 'names no place of them';
  // Only what is packaged has a folder of resources.
  if (!isPackaged) return nowhere;
  const place = join(resourcesPath, 'app-update.yml');
  if (!existsSync(place)) return nowhere;
  // Without it electron-updater would run an installer of anybody's, signed or not.
  if (platform === 'win32' && !/^publisherName:/m.test(readFileSync(place, 'utf8')))
    return 'does not name the publisher whose signature an installer needs';
  return null;
}

async function readMemory(file: string): Promise<z.infer<typeof memorySchema>> {
  try {
    return memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Missing or damaged: one check and one question more than needed.
    return { lastCheckMs: null, newestFeedMs: null, putOff: null };
  }
}

// Loaded only where updates are on: electron-updater wants Electron at once.
function loadElectronUpdater(): ReturnType<NonNullable<UpdatesOptions['loadUpdater']>> {
  const { autoUpdater, CancellationToken } = createRequire(import.meta.url)(
    'electron-updater',
  ) as typeof electronUpdater;
  return { updater: autoUpdater, createToken: () => new CancellationToken() };
}

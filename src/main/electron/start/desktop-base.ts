import { app } from 'electron';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  takeInstanceLock,
  createPaths,
  createServiceStack,
  type ServiceStack,
  createSystemClock,
  takeEnvironment,
} from '../../core/lifecycle/lifecycle.ts';
import { createLogger, type Logger } from '../../core/log/log.ts';
import type { Clock, Paths } from '../../core/ports/ports.ts';
import { createMask, secretsOfEnvironment, type Mask } from '../../core/secrecy/secrecy.ts';
import { pageAddresses, type PageAddresses } from '../window/window.ts';
import type { StartOptions } from './start-options.ts';

export type DesktopStart = StartOptions & { entryUrl: string; version: string };

/** What every part of the app stands on. */
export type DesktopBase = {
  start: DesktopStart;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  clock: Clock;
  paths: Paths;
  pages: PageAddresses;
  log: Logger;
  mask: Mask;
  /** What has been started, to be stopped in reverse. */
  services: ServiceStack;
  /** Path of a file in the data folder. */
  inHome: (name: string) => string;
  /** Path of a built file, from the folder of the main bundle. */
  built: (path: string) => string;
};

/**
 * Opens the log and makes this process the one host of its data folder.
 * @throws AppError `storage-failed` when that folder cannot be used, `busy` when another host uses it
 */
export async function prepareBase(start: DesktopStart): Promise<DesktopBase> {
  const { platform } = process;
  const environment = takeEnvironment(process.env);
  const paths = createPaths(start.home, start.entryUrl);
  const inHome = (name: string): string => join(paths.home, name);
  const mask = createMask();
  mask.learn(secretsOfEnvironment(environment));
  const { log, close } = await createLogger({
    mask,
    folder: inHome('logs'),
    level: environment.SCRUMBOT_LOG_LEVEL ?? 'info',
  });
  const services = createServiceStack(log);
  services.add('log', { stop: close });
  try {
    services.add('instance lock', { stop: await takeInstanceLock(paths.home) });
  } catch (error) {
    await services.stop();
    throw error;
  }
  return {
    start,
    platform,
    environment,
    clock: createSystemClock(),
    paths,
    pages: pageAddresses({ isPackaged: app.isPackaged, environment }),
    log,
    mask,
    services,
    inHome,
    built: (path) => fileURLToPath(new URL(path, start.entryUrl)),
  };
}

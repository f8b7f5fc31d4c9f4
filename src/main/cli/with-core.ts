import { join } from 'node:path';
import { startCore, type Core } from '../core/core.ts';
import { createPaths, createSystemClock, defaultHome, makeFolder } from '../core/lifecycle/lifecycle.ts';
import { createLogger, type Logger } from '../core/log/log.ts';
import type { CommonOptions } from './options/common-options.ts';
import type { Terminal } from './output/terminal.ts';
import { version } from './version.ts';

/** Where a command finds its data folder: flag, environment, the system's usual place. */
export function homeOf(options: CommonOptions, terminal: Terminal): string {
  return options.home ?? defaultHome(terminal.environment);
}

/** Runs a command with a started core and stops the core whatever happens. */
export function withCore<T>(
  options: CommonOptions,
  terminal: Terminal,
  entryUrl: string,
  run: (core: Core, log: Logger) => Promise<T>,
): Promise<T> {
  return withHost(options, terminal, { entryUrl, resumesDelivery: false }, run);
}

/** As `withCore`, for a host: it also goes on with what earlier sessions left undelivered. */
export async function withHost<T>(
  options: CommonOptions,
  terminal: Terminal,
  { entryUrl, resumesDelivery }: { entryUrl: string; resumesDelivery: boolean },
  run: (core: Core, log: Logger) => Promise<T>,
): Promise<T> {
  const home = homeOf(options, terminal);
  const level = options.logLevel ?? terminal.environment.SCRUMBOT_LOG_LEVEL ?? 'info';
  await makeFolder(home);
  const { mask } = terminal;
  const { log, close } = await createLogger({ folder: join(home, 'logs'), level, mask });
  try {
    const core = await startCore({
      resumesDelivery,
      paths: createPaths(home, entryUrl),
      clock: createSystemClock(),
      log,
      mask,
      version,
      platform: terminal.platform,
      environment: terminal.environment,
      notify({ title, body }) {
        if (options.quiet !== true) terminal.err(`${title}: ${body}\n`);
      },
    });
    try {
      return await run(core, log);
    } finally {
      await core.stop();
    }
  } finally {
    await close();
  }
}

import { safeStorage, session } from 'electron';
import { secretVariables } from '../../../shared/settings/secrets.ts';
import { startCore, type Core } from '../../core/core.ts';
import type { Capture, Notify } from '../../core/ports/ports.ts';
import type { DesktopBase } from './desktop-base.ts';
import { startProcess } from './start-process.ts';
import { createDesktopPort } from './desktop-port.ts';
import { createSecrets } from '../system/system.ts';

// Its parts have 3 s each. What exits while a thread is inside SQLite can end by SIGABRT (WiseLibs/better-sqlite3#1507).
const stopTimeoutMs = 30_000;

/**
 * The core with what this host brings along.
 * @throws AppError `storage-failed`
 */
export async function startDesktopCore(
  base: DesktopBase,
  ports: { capture: Capture; notify: Notify; hasTray: boolean },
): Promise<Core> {
  const { platform, environment, clock, paths, log, mask, services, start, inHome } = base;
  const { capture, notify, hasTray } = ports;
  const core = await startCore({
    resumesDelivery: true,
    paths,
    clock,
    log,
    mask,
    version: start.version,
    platform,
    environment,
    capture,
    notify,
    startProcess,
    desktop: createDesktopPort({ platform, environment, hasTray }),
    systemProxy: (url) => session.defaultSession.resolveProxy(url),
    secrets: createSecrets({
      path: inHome('secrets.encrypted.json'),
      platform,
      environment,
      variables: secretVariables,
      keyStore: safeStorage,
    }),
  });
  return services.add('core', core, stopTimeoutMs);
}

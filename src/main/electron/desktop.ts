import { app, safeStorage, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../shared/errors.ts';
import { secretVariables } from '../../shared/secrets.ts';
import { startCore } from '../core/core.ts';
import { takeInstanceLock } from '../core/lifecycle/instance-lock.ts';
import { createPaths } from '../core/lifecycle/paths.ts';
import { createServiceStack, type Stoppable } from '../core/lifecycle/service-stack.ts';
import { createSystemClock } from '../core/lifecycle/system-clock.ts';
import { createLogger } from '../core/log/logger.ts';
import { setAppMenu } from './app-menu.ts';
import { servePages } from './app-protocol.ts';
import { createCaptureHost } from './capture-host.ts';
import { createDesktopPort } from './desktop-port.ts';
import { createMainWindow } from './main-window.ts';
import { createNotify } from './notify.ts';
import { pageAddresses } from './page-addresses.ts';
import { installPermissions } from './permissions.ts';
import { createWakefulness, followPower } from './power.ts';
import { createQuitGuard } from './quit-guard.ts';
import { createSecrets } from './secrets.ts';
import { serveWindow } from './serve-window.ts';
import type { StartOptions } from './start-options.ts';
import { createTrayActions } from './tray-actions.ts';
import { followFacts, startingFacts } from './tray-facts.ts';
import { hasTrayHost } from './tray-host.ts';
import { isRunning, trayModelOf, type TrayAction } from './tray-model.ts';
import { createTrayIcon } from './tray.ts';
import { createTroubleNotices } from './trouble-notices.ts';
import { createVisibleTopics } from './visible-topics.ts';
import { guardWebContents } from './web-guards.ts';
import { noteStrangers } from './window-wire.ts';

/**
 * Puts the app together: the tray at once, then the core, then the window.
 * @throws AppError `storage-failed` when the home folder cannot be used, `busy` when another host uses it
 */
export async function startDesktop(
  start: StartOptions & { entryUrl: string; version: string },
): Promise<void> {
  const { platform, env: environment } = process;
  const clock = createSystemClock();
  const paths = createPaths(start.home, start.entryUrl);
  const inHome = (name: string): string => join(paths.home, name);
  const built = (path: string): string => fileURLToPath(new URL(path, start.entryUrl));
  const { log, close: closeLog } = await createLogger({
    folder: inHome('logs'),
    level: environment.SCRUMBOT_LOG_LEVEL ?? 'info',
  });
  const services = createServiceStack(log);
  services.add('log', { stop: closeLog });
  const unlock = await takeInstanceLock(paths.home);
  services.add('instance lock', { stop: unlock });

  const pages = pageAddresses({ isPackaged: app.isPackaged, environment });
  guardWebContents(log);
  servePages(built('../renderer'));
  const capture = createCaptureHost({
    pageUrl: pages.capture,
    preload: built('../preload/capture.cjs'),
    platform,
    clock,
    log,
  });
  services.add(
    'capture page',
    stoppable(() => capture.stop()),
  );
  installPermissions({ isCapturePage: (contents) => capture.isCapturePage(contents), platform, log });

  // What is chosen before the core has started waits for it.
  const chosen = Promise.withResolvers<(action: TrayAction) => void>();
  const act = (action: TrayAction): void => void chosen.promise.then((perform) => perform(action));
  const tray = (await hasTrayHost(platform, environment))
    ? createTrayIcon({ appFolder: app.getAppPath(), platform, log, onAction: act })
    : null;
  tray?.show(trayModelOf(startingFacts));
  services.add(
    'tray',
    stoppable(() => tray?.destroy()),
  );
  app.on('second-instance', () => act({ do: 'open' }));
  app.on('activate', () => act({ do: 'open' }));
  log.info({ hasTray: tray !== null, sinceStartMs: Math.round(performance.now()) }, 'the tray is ready');

  const notify = createNotify(() => act({ do: 'open' }));
  const core = await startCore({
    resumesDelivery: true,
    paths,
    clock,
    log,
    version: start.version,
    platform,
    environment,
    capture,
    desktop: createDesktopPort({ platform, environment, hasTray: tray !== null }),
    secrets: createSecrets({
      path: inHome('secrets.encrypted.json'),
      platform,
      environment,
      variables: secretVariables,
      keyStore: safeStorage,
    }),
    notify,
  });
  services.add('core', core);

  const visible = createVisibleTopics(core.topics, () => window.isVisible());
  const served = new Set<BrowserWindow>();
  noteStrangers(
    (contents) => [...served].some((one) => !one.isDestroyed() && one.webContents === contents),
    log,
  );
  const window = createMainWindow({
    pageUrl: pages.main,
    preload: built('../preload/preload.cjs'),
    icon: join(app.getAppPath(), 'resources', 'icon.png'),
    boundsFile: inHome('window.json'),
    platform,
    clock,
    log,
    staysInTray: () => tray !== null,
    onVisibility: () => visible.visibilityChanged(),
    onCreated(created) {
      served.add(created);
      created.on('closed', () => served.delete(created));
      // Windows ends a session without powerMonitor's event; there is no time to ask.
      created.on('session-end', () => void guard.quitNow());
      serveWindow(created, {
        core: { handlers: core.handlers, topics: visible.topics },
        origin: pages.origin,
        log,
      });
    },
  });
  services.add(
    'window',
    stoppable(() => window.destroy()),
  );

  const guard = createQuitGuard({
    facts: () => ({ status: facts.current().status, isSending: core.delivery.isSending() }),
    async finish() {
      if (core.sessions.isRunning()) await core.sessions.stop().catch(() => undefined);
      await core.delivery.idle();
    },
    shutDown: () => services.stop(),
    window: () => window.visible(),
    log,
  });

  const wakefulness = createWakefulness();
  const troubles = createTroubleNotices({ notify, isSeen: () => window.isFocused() });
  const facts = followFacts(core, {
    log,
    onChange(changed) {
      tray?.show(trayModelOf(changed));
      if (changed.status === null) return;
      wakefulness.follow(changed.status);
      troubles.follow(changed.status);
    },
  });
  services.add(
    'power save blocker',
    stoppable(() => wakefulness.end()),
  );

  const show = (hash?: string): Promise<void> => window.show(hash);
  const perform = createTrayActions({
    core,
    facts: () => facts.current(),
    show,
    quit: () => guard.quit(),
    notify,
    log,
  });
  chosen.resolve(perform);
  setAppMenu({
    platform,
    isPackaged: app.isPackaged,
    onAction(asked) {
      if (asked !== 'record-or-stop') perform({ do: asked });
      else perform({ do: isRunningNow() ? 'stop' : 'record' });
    },
  });

  function isRunningNow(): boolean {
    const { status } = facts.current();
    return status !== null && isRunning(status);
  }

  followPower(core.power, () => void guard.quitNow());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void guard.quitNow());
  // The tray is the app; a window that is closed is none of its ends.
  app.on('window-all-closed', () => undefined);

  if (!start.hidden || tray === null) {
    await show().catch((error: unknown) =>
      log.error({ problem: messageOf(error) }, 'no window could be shown'),
    );
  }
  log.info({ sinceStartMs: Math.round(performance.now()) }, 'the app is ready');
}

function stoppable(stop: () => void): Stoppable {
  return {
    stop() {
      stop();
      return Promise.resolve();
    },
  };
}

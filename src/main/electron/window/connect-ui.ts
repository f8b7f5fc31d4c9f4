import { app } from 'electron';
import { join } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import type { Status } from '../../../shared/session/health.ts';
import type { Core } from '../../core/core.ts';
import type { Notify } from '../../core/ports/ports.ts';
import { setAppMenu } from './app-menu.ts';
import { stoppable, type DesktopGround } from '../start/desktop-base.ts';
import type { EarlyTray } from '../tray/early-tray.ts';
import { keepUpToDate } from '../updates/keep-up-to-date.ts';
import { createMainWindow, type MainWindow } from './main-window.ts';
import { createWakefulness, followPower } from '../system/power.ts';
import { createQuitGuard, type QuitGuard } from '../quit/quit-guard.ts';
import { serveWindow } from './connect-window.ts';
import { createTrayActions } from '../tray/tray-actions.ts';
import { followFacts } from '../tray/tray-facts.ts';
import { isRunning, trayModelOf } from '../tray/tray-model.ts';
import { createTroubleNotices } from '../system/trouble-notices.ts';
import { createVisibleTopics } from './visible-topics.ts';
import { noteStrangers } from './window-wire.ts';

/** Connects people to a running core: window, tray, menu, notices, and every way to the end. */
export async function servePeople(
  ground: DesktopGround,
  { core, tray, notify }: { core: Core; tray: EarlyTray; notify: Notify },
): Promise<void> {
  const { platform, log, services } = ground;
  const window = openWindow(ground, core, {
    staysInTray: tray.icon !== null,
    onSessionEnd: () => guard.quitNow(),
  });
  noteStrangers((contents) => window.owns(contents), log);
  const guard = guardTheEnd(ground, core, window, () => facts.current().status);
  const wakefulness = createWakefulness();
  services.add(
    'power save blocker',
    stoppable(() => wakefulness.end()),
  );
  const troubles = createTroubleNotices({ notify, isSeen: () => window.isFocused() });
  const facts = followFacts(core, {
    log,
    onChange(changed) {
      tray.icon?.show(trayModelOf(changed));
      if (changed.status === null) return;
      wakefulness.follow(changed.status);
      troubles.follow(changed.status);
    },
  });

  const perform = createTrayActions({
    core,
    facts: () => facts.current(),
    show: (hash) => window.show(hash),
    quit: () => guard.quit(),
    notify,
    log,
  });
  tray.performWith(perform);
  setAppMenu({
    platform,
    isPackaged: app.isPackaged,
    onAction(asked) {
      const { status } = facts.current();
      if (asked !== 'record-or-stop') perform({ do: asked });
      else perform({ do: status !== null && isRunning(status) ? 'stop' : 'record' });
    },
  });

  keepUpToDate(ground, core, window);

  if (ground.start.hidden && tray.icon !== null) return;
  await window.show().catch((error: unknown) => {
    log.error({ problem: messageOf(error) }, 'no window could be shown');
  });
}

function openWindow(
  ground: DesktopGround,
  core: Core,
  options: { staysInTray: boolean; onSessionEnd: () => Promise<void> },
): MainWindow {
  const { platform, clock, log, pages, services, built, inHome } = ground;
  const visible = createVisibleTopics(core.topics, () => window.isVisible());
  const window = createMainWindow({
    pageUrl: pages.main,
    preload: built('../preload/preload.cjs'),
    icon: join(app.getAppPath(), 'resources', 'icon.png'),
    boundsFile: inHome('window.json'),
    platform,
    clock,
    log,
    staysInTray: () => options.staysInTray,
    onVisibility: () => visible.visibilityChanged(),
    onCreated(created) {
      // Windows ends a session without powerMonitor's event; there is no time to ask.
      created.on('session-end', () => void options.onSessionEnd());
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
  return window;
}

function guardTheEnd(
  ground: DesktopGround,
  core: Core,
  window: MainWindow,
  status: () => Status | null,
): QuitGuard {
  const guard = createQuitGuard({
    facts: () => ({ status: status(), isSending: core.delivery.isSending() }),
    async finish() {
      if (core.sessions.isRunning()) await core.sessions.stop().catch(() => undefined);
      await core.delivery.idle();
    },
    shutDown: () => ground.services.stop(),
    window: () => window.visible(),
    log: ground.log,
  });
  followPower(core.power, () => void guard.quitNow());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void guard.quitNow());
  // The tray is the app; a window that is closed is none of its ends.
  app.on('window-all-closed', () => undefined);
  return guard;
}

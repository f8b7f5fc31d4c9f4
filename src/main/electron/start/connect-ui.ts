import { app } from 'electron';
import { join } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import { isRunning } from '../../../shared/session/running.ts';
import type { Status } from '../../../shared/session/status.ts';
import type { Core } from '../../core/core.ts';
import type { CaptureHost } from '../capture/capture.ts';
import type { Notify } from '../../core/ports/ports.ts';
import {
  askInBox,
  setAppMenu,
  type EarlyTray,
  createTrayActions,
  followFacts,
  trayModelOf,
  type TrayFacts,
} from '../tray/tray.ts';
import { stoppable } from '../../core/lifecycle/lifecycle.ts';
import type { DesktopBase } from './desktop-base.ts';
import { keepUpToDate } from '../updates/updates.ts';
import {
  createMainWindow,
  type MainWindow,
  connectWindow,
  createVisibleTopics,
  logUnknownSenders,
} from '../window/window.ts';
import { createWakefulness, followPower, createTroubleNotices } from '../system/system.ts';
import { createQuitGuard, type QuitGuard } from '../quit/quit.ts';

/** Connects people to a running core: window, tray, menu, notices, and every way to the end. */
export async function connectUi(
  base: DesktopBase,
  { core, tray, notify, capture }: { core: Core; tray: EarlyTray; notify: Notify; capture: CaptureHost },
): Promise<void> {
  const { platform, log, services } = base;
  const window = openWindow(base, core, {
    staysInTray: tray.icon !== null,
    onSessionEnd: () => guard.quitNow(),
    onVisibility: () => prepareCapture(facts.current()),
  });
  // Who looks at the window may press Record next.
  const prepareCapture = ({ record: { source } }: TrayFacts): void => {
    const chosen = source === 'both' ? (['system', 'microphone'] as const) : [source];
    capture.keepReady(window.isVisible() && chosen.some((one) => capture.sources.includes(one)));
  };
  logUnknownSenders((contents) => window.owns(contents), log);
  const guard = installQuitGuard(base, core, window, () => facts.current().status);
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
      prepareCapture(changed);
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
    ask: (question) => askInBox(question, window.visible()),
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

  keepUpToDate(base, core, window);

  if (base.start.hidden && tray.icon !== null) return;
  await window.show().catch((error: unknown) => {
    log.error({ problem: messageOf(error) }, 'no window could be shown');
  });
}

function openWindow(
  base: DesktopBase,
  core: Core,
  options: { staysInTray: boolean; onSessionEnd: () => Promise<void>; onVisibility: () => void },
): MainWindow {
  const { platform, clock, log, pages, services, built, inHome } = base;
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
    onVisibility() {
      visible.visibilityChanged();
      options.onVisibility();
    },
    onCreated(created) {
      // Windows ends a session without powerMonitor's event; there is no time to ask.
      created.on('session-end', () => void options.onSessionEnd());
      connectWindow(created, {
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

function installQuitGuard(
  base: DesktopBase,
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
    shutDown: () => base.services.stop(),
    window: () => window.visible(),
    log: base.log,
  });
  followPower(core.power, () => void guard.quitNow());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void guard.quitNow());
  // The tray is the app; a window that is closed is none of its ends.
  app.on('window-all-closed', () => undefined);
  return guard;
}

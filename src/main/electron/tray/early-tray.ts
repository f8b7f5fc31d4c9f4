import { app } from 'electron';
import { stoppable, type ServiceStack } from '../../core/lifecycle/lifecycle.ts';
import type { Logger } from '../../core/log/log.ts';
import { startingFacts } from './tray-facts.ts';
import { hasTrayHost } from './tray-host.ts';
import { trayModelOf, type TrayAction } from './tray-model.ts';
import { createTrayIcon, type TrayIcon } from './icon/tray-icon.ts';

/** The tray before there is a core. What is chosen meanwhile waits. */
export type EarlyTray = {
  /** `null` where this desktop shows none. */
  icon: TrayIcon | null;
  act: (action: TrayAction) => void;
  /** The core is there: from now on this does what is chosen. */
  performWith(perform: (action: TrayAction) => void): void;
};

export async function placeTray(base: {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  log: Logger;
  services: ServiceStack;
}): Promise<EarlyTray> {
  const { platform, environment, log, services } = base;
  const chosen = Promise.withResolvers<(action: TrayAction) => void>();
  const act = (action: TrayAction): void => void chosen.promise.then((perform) => perform(action));
  const icon = (await hasTrayHost(platform, environment))
    ? createTrayIcon({ appFolder: app.getAppPath(), platform, log, onAction: act })
    : null;
  icon?.show(trayModelOf(startingFacts));
  services.add(
    'tray',
    stoppable(() => icon?.destroy()),
  );
  app.on('second-instance', () => act({ do: 'open' }));
  app.on('activate', () => act({ do: 'open' }));
  log.info({ hasTray: icon !== null, sinceStartMs: Math.round(performance.now()) }, 'the tray is ready');
  return { icon, act, performWith: chosen.resolve };
}

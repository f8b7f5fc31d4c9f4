import { join } from 'node:path';
import type { DesktopApp, DesktopAppOptions } from '../../../electron-host/driver/desktop-app.ts';
import { startDesktopApp } from '../../../electron-host/driver/start-desktop-app.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import type { Desktop } from './desktop.ts';
import { waitForTray } from './tray.ts';

export type StartedApp = { app: DesktopApp; home: string };

/** Starts the built app with a home folder of its own, and waits until it can record. */
export async function startApp(
  desktop: Pick<Desktop, 'chromium' | 'environment'>,
  options: Partial<DesktopAppOptions> & { home?: string } = {},
): Promise<StartedApp> {
  const home = options.home ?? join(await makeTemporaryFolder(), 'home');
  const app = await startDesktopApp({
    chromium: desktop.chromium,
    ...options,
    environment: { ...desktop.environment, ...options.environment },
    args: ['--home', home, ...(options.args ?? [])],
  });
  if (options.desktop?.tray !== false) await waitForTray(app, 'Record');
  return { app, home };
}

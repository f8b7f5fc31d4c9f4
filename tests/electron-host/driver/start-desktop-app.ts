import { onTestFinished } from 'vitest';
import type { DesktopApp, DesktopAppOptions } from './desktop-app.ts';
import { launchDesktopApp } from './launch-desktop-app.ts';

/** Starts the built app for one test; it is ended with it. */
export async function startDesktopApp(options: DesktopAppOptions): Promise<DesktopApp> {
  const app = await launchDesktopApp(options);
  onTestFinished(() => app.end());
  return app;
}

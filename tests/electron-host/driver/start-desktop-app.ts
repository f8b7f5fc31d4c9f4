import { onTestFinished } from 'vitest';
import type { DesktopApp, DesktopAppOptions } from './desktop-app.ts';
import { findElectron, startInElectron } from './real-electron.ts';
import { startInStandIn } from './stand-in.ts';

/** Whether the specs run in Electron itself here. */
export const realElectron = findElectron();

/** Starts the built app: in Electron where its binary is, otherwise in the stand-in. The caller ends it. */
export function launchDesktopApp(options: DesktopAppOptions): Promise<DesktopApp> {
  return realElectron === null
    ? Promise.resolve(startInStandIn(options))
    : startInElectron(realElectron, options);
}

/** The same; it is ended with the test. */
export async function startDesktopApp(options: DesktopAppOptions): Promise<DesktopApp> {
  const app = await launchDesktopApp(options);
  onTestFinished(() => app.end());
  return app;
}

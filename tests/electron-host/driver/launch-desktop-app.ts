import type { DesktopApp, DesktopAppOptions } from './desktop-app.ts';
import { findElectron } from './find-electron.ts';
import { startInElectron } from './real-electron.ts';
import { startInStandIn } from './stand-in.ts';

/** Electron itself, when the specs run in it here. */
export const realElectron = findElectron();

/** Starts the built app: in Electron where its binary is, otherwise in the stand-in. The caller ends it. */
export function launchDesktopApp(options: DesktopAppOptions): Promise<DesktopApp> {
  return realElectron === null
    ? Promise.resolve(startInStandIn(options))
    : startInElectron(realElectron, options);
}

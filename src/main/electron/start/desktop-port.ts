import { app, shell } from 'electron';
import type { Desktop } from '../../core/ports/ports.ts';
import {
  createOpenAtLogin,
  hasSoundSettings,
  mediaAccessOf,
  openSoundSettings,
  listDesktopProcesses,
} from '../system/system.ts';

/** What the core may ask of this desktop. */
export function createDesktopPort(options: {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  hasTray: boolean;
}): Desktop {
  const { platform, environment, hasTray } = options;
  const atLogin = createOpenAtLogin({
    platform,
    environment,
    isPackaged: app.isPackaged,
    program: process.execPath,
  });
  return {
    describe: async () => ({
      openAtLogin: await atLogin.isOn(),
      hasTray,
      hasSoundSettings: hasSoundSettings(platform),
      canShowFolders: true,
    }),
    setOpenAtLogin: (on) => atLogin.set(on),
    listProcesses: listDesktopProcesses,
    showFile: (path) => shell.showItemInFolder(path),
    downloadsFolder,
    mediaAccess: (source) => mediaAccessOf(source, platform),
    openSoundSettings: (source) => openSoundSettings(source, platform),
  };
}

/** `null` where the system names none, such as a user without a home. */
function downloadsFolder(): string | null {
  try {
    return app.getPath('downloads');
  } catch {
    return null;
  }
}

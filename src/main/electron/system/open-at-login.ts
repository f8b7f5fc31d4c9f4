import { app } from 'electron';
import { AppError } from '../../../shared/errors.ts';
import { byDesktopEntry, type OpenAtLogin } from './autostart-entry.ts';
import { hiddenFlag } from './hidden-flag.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export function createOpenAtLogin(options: {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  isPackaged: boolean;
  /** What would be started. An AppImage runs from a mount that is gone later; APPIMAGE names its file. */
  program: string;
}): OpenAtLogin {
  if (!options.isPackaged) {
    return { isOn: () => Promise.resolve(null), set: () => Promise.reject(notFromCheckout()) };
  }
  return options.platform === 'linux' ? byDesktopEntry(options) : bySystem();
}

function bySystem(): OpenAtLogin {
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings({ args: [hiddenFlag] }).openAtLogin),
    set(on) {
      app.setLoginItemSettings({ openAtLogin: on, args: [hiddenFlag] });
      return Promise.resolve();
    },
  };
}

function notFromCheckout(): AppError {
  return new AppError('not-found', sentence('host.no-autostart'));
}

import { app } from 'electron';
import { mkdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError, messageOf } from '../../shared/errors.ts';
import { hiddenFlag } from './start-options.ts';

/** Whether the system starts the app when somebody logs in. */
export type OpenAtLogin = {
  /** `null` where it cannot be set: an app that is run from a checkout has nothing that would stay. */
  isOn(): Promise<boolean | null>;
  /** @throws AppError `storage-failed` */
  set(on: boolean): Promise<void>;
};

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

/** Linux desktops start what lies in the autostart folder (XDG Autostart specification). */
function byDesktopEntry(options: { environment: NodeJS.ProcessEnv; program: string }): OpenAtLogin {
  const { environment, program } = options;
  const config = environment.XDG_CONFIG_HOME ?? '';
  const folder = join(config === '' ? join(homedir(), '.config') : config, 'autostart');
  const path = join(folder, 'scrumbot-desktop.desktop');
  return {
    isOn: () =>
      stat(path).then(
        () => true,
        () => false,
      ),
    async set(on) {
      try {
        if (!on) {
          await rm(path, { force: true });
          return;
        }
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomic(path, desktopEntry(environment.APPIMAGE ?? program));
      } catch (cause) {
        throw new AppError('storage-failed', `${path} cannot be changed: ${messageOf(cause)}.`, { cause });
      }
    },
  };
}

/** A path is quoted, and what a quoted string gives a meaning to is escaped twice, as the specification wants. */
export function desktopEntry(program: string): string {
  const quoted = `"${program.replace(/["`$\\]/g, '\\\\$&').replaceAll('%', '%%')}"`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=ScrumBot Desktop',
    `Exec=${quoted} ${hiddenFlag}`,
    'Icon=scrumbot-desktop',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

function notFromCheckout(): AppError {
  return new AppError('not-found', 'Only the installed app can be opened at login, not a checkout.');
}

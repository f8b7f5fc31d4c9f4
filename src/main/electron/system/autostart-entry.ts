import { mkdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { hiddenFlag } from './hidden-flag.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** Whether the system starts the app when somebody logs in. */
export type OpenAtLogin = {
  /** `null` where it cannot be set: an app that is run from a checkout has nothing that would stay. */
  isOn(): Promise<boolean | null>;
  /** @throws AppError `storage-failed` */
  set(on: boolean): Promise<void>;
};

/** Linux desktops start what lies in the autostart folder (XDG Autostart specification). */
export function byDesktopEntry(options: { environment: NodeJS.ProcessEnv; program: string }): OpenAtLogin {
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
        throw new AppError('storage-failed', sentence('host.unchangeable', { path, why: saidBy(cause) }), {
          cause,
        });
      }
    },
  };
}

/** A path is quoted, and what a quoted string gives a meaning to is escaped twice, as the specification wants. */
export function desktopEntry(program: string): string {
  const inQuotes = program.replace(/["`$\\]/g, '\\$&');
  const quoted = `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
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

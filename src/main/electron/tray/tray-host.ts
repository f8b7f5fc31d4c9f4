import { askProgram, findExecutable } from '../../core/lifecycle/lifecycle.ts';

const watcher = 'org.kde.StatusNotifierWatcher';
const bus = 'org.freedesktop.DBus';
// Either tool comes with one of the desktops; both print the answer in words.
const questions: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    ...['call', '--session', '--dest', bus, '--object-path', '/org/freedesktop/DBus'],
    ...['--method', `${bus}.NameHasOwner`, watcher],
  ],
  [
    'dbus-send',
    ...['--session', '--print-reply', `--dest=${bus}`, '/org/freedesktop/DBus'],
    ...[`${bus}.NameHasOwner`, `string:${watcher}`],
  ],
];
const timeoutMs = 1_000;

/**
 * Whether this desktop has a place for tray icons. Electron does not tell: on GNOME under Wayland an icon is simply
 * nowhere. Where nobody can be asked there is one; X11 has an older kind besides.
 */
export async function hasTrayHost(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (platform !== 'linux' || (environment.WAYLAND_DISPLAY ?? '') === '') return true;
  for (const [name, ...words] of questions) {
    const program = await findExecutable(name, environment);
    if (program === null) continue;
    const answer = await askProgram(program, words, { env: environment, withinMs: timeoutMs }).catch(
      () => null,
    );
    if (answer !== null) return !answer.includes('false');
  }
  return true;
}

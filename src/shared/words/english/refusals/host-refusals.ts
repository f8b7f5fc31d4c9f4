/** Why the system, or the program around the core, refuses. */
export const hostRefusals = {
  'host.desktop-shows-file': 'Only the desktop app can show a file in its folder.',
  'file.no-whole-path': ({ path }: { path: string }) =>
    `"${path}" is not a full path. Give one that starts at the root.`,
  'file.no-folder': ({ path }: { path: string }) => `There is no folder ${path}. Create it, or name another.`,
  'host.no-command': ({ name }: { name: string }) => `There is no command called "${name}".`,
  'host.no-answer': ({ program, sec }: { program: string; sec: number }) =>
    `"${program}" gave no answer within ${sec} s`,
  'host.bad-question': ({ name }: { name: string }) => `This is not a valid request for ${name}.`,
  'file.none': ({ path }: { path: string }) => `There is no file ${path}.`,
  'file.unwritable': ({ path, why }: { path: string; why: string }) => `${path} can't be written: ${why}.`,
  'host.runs-already': ({ home, pid }: { home: string; pid: number }) =>
    `The app is already running for ${home} (process ${pid}). Use its page, stop it, or choose another data folder.`,
  'host.no-folder': ({ path, why }: { path: string; why: string }) =>
    `The folder ${path} can't be made: ${why}. Choose another one.`,
  'host.does-not-stop': ({ name, ms }: { name: string; ms: number }) =>
    `${name} did not stop within ${ms} ms`,
  'host.log-unusable': ({ path, why }: { path: string; why: string }) =>
    `The log folder ${path} can't be used: ${why}. Choose another data folder or make it writable.`,
  'host.desktop-only': 'Only the desktop app can do this; here it runs without a desktop.',
  'host.no-authorities': ({ path, why }: { path: string; why: string }) =>
    `The file of certificate authorities ${path} can't be read: ${why}. Correct its path.`,
  'host.no-certificate': ({ path, has }: { path: string; has: 'key' | 'nothing' }) =>
    `The file ${path} ${has === 'key' ? 'holds a private key and' : 'holds'} no certificate. It has to be in PEM format, with "BEGIN CERTIFICATE" in it; "openssl x509 -inform der" converts it from DER.`,
  'host.damaged-certificate': ({ path, why }: { path: string; why: string }) =>
    `The file ${path} holds a damaged certificate: ${why}.`,
  'host.logs-ended': ({ exitCode }: { exitCode: number | string }) =>
    `"pm2 logs" ended by itself (code ${exitCode}). Try it in a shell.`,
  'host.log-followed': 'A log is already being followed. Stop that first.',
  'host.logs-wanted': ({ found }: { found: string }) => `${found} Only its logs can be followed.`,
  'host.own-process':
    'The built-in backend is part of this process; the memory page shows it. Name a target on this machine.',
  'host.other-machine': ({ target }: { target: string }) =>
    `${target} is on another machine, whose processes can't be seen from here. Run this there.`,
  'host.desktop-shows-folder': 'Only the desktop app can show a folder; here it runs without a desktop.',
  'host.snapshot-while-recording': 'A heap snapshot pauses the app for seconds. Stop the recording first.',
  'host.snapshot-unwritable': ({ path, why }: { path: string; why: string }) =>
    `The heap snapshot couldn't be written to ${path}: ${why}. Check that the disk has room.`,
  'host.ending': 'The app is quitting, so nothing can be recorded.',
  'host.app-ends': 'The app is quitting.',
  'host.capture-page': ({ why }: { why: string }) => `The page that captures sound did not load: ${why}.`,
  'host.unchangeable': ({ path, why }: { path: string; why: string }) => `${path} can't be changed: ${why}.`,
  'host.no-autostart': 'Only the installed app can be opened at login, not a checkout.',
  'file.unreadable': ({ path, why }: { path: string; why: string }) => `${path} can't be read: ${why}.`,
  'host.no-sound-settings': 'This system has no page for that. Open its sound settings.',
  'host.too-much-asked': ({ name }: { name: string }) =>
    `Too many requests at once: "${name}" was not started. Try again in a moment.`,
  'host.unwritable-home': ({ path, why }: { path: string; why: string }) =>
    `${path} can't be written: ${why}. Make its folder writable or choose another data folder.`,
} as const;

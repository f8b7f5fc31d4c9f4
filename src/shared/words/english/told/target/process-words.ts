import { counted } from '../../../../plural.ts';

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** What a backend on this machine runs as, and what clashes. */
export const processWords = {
  'clash.process': ({ name, pid }: { name: string; pid: string }) =>
    `${name} (${pid === '' ? 'no pid' : pid})`,
  'clash.shared': ({ names, port }: { names: readonly string[]; port: number }) =>
    `${list(names)} are set to PORT=${port}; only one of them can use it.`,
  'clash.shared.next':
    'They read the same PORT, perhaps from one .env file. Give each its own in the ecosystem file (env: { PORT: … }), then restart all of them with their new environment.',
  'clash.both-listen': ({ names, port }: { names: readonly string[]; port: number }) =>
    `${list(names)} both listen on port ${port}: which of them a client gets depends on its address (127.0.0.1 or ::1).`,
  'clash.both-listen.next': 'Stop the one that does not belong there.',
  'clash.taken': (p: { name: string; port: number; holder: string; line: string }) =>
    `${p.name} does not start, because port ${p.port} is taken${p.holder === '' ? '' : ` by ${p.holder}`}: ${p.line}`,
  'clash.taken.next': 'Give each process its own PORT, and restart the one that failed.',
  'clash.wrong-owner': (p: { holder: string; port: number; owner: string }) =>
    `${p.holder} listens on port ${p.port}, where ${p.owner} belongs.`,
  'clash.wrong-owner.next': ({ holder }: { holder: string }) =>
    `Give ${holder} another PORT, and restart both.`,
  'processes.failed': ({ name }: { name: string }) => `${name} has failed. See "pm2 logs ${name}".`,
  'processes.failed-with': ({ name, last }: { name: string; last: string }) =>
    `${name} has failed: ${last}. See "pm2 logs ${name}".`,
  'processes.no-listener': ({ port }: { port: number }) =>
    `No process that this user can see listens on port ${port}. Start the backend, or check the target's address.`,
  'processes.no-clash': ({ processes }: { processes: number }) =>
    `${counted(processes, 'process', 'processes')}, no conflicts.`,
  'pm2.missing': 'PM2 is not installed here.',
  'pm2.not-running': 'PM2 is installed, but not running.',
  'pm2.runs': ({ processes }: { processes: number }) =>
    `PM2 runs ${counted(processes, 'process', 'processes')}.`,
  'pm2.not-asked': ({ why }: { why: string }) => `PM2 couldn't be asked ("pm2 jlist"): ${why}`,
} as const;

import type { PortClash, ServerProcess } from '../../../shared/settings/targets/processes.ts';

/** Which of the reference's processes belongs to which service. */
const owners = { socket: 'scrumbot-websocket', rest: 'scrumbot-backend' } as const;
const takenPort = /EADDRINUSE|address already in use/i;

export type PortOf = { port: number; service: 'socket' | 'rest' };

/** Processes that want, or have, a port that another needs. Each port is told once. */
export function findClashes(processes: readonly ServerProcess[], ports: readonly PortOf[]): PortClash[] {
  const found = [
    ...sharedSettings(processes),
    ...strangers(processes, ports),
    ...takenElsewhere(processes),
    ...wrongOwners(processes, ports),
  ];
  return found.filter(({ port }, i) => found.findIndex((one) => one.port === port) === i);
}

/** All processes of the reference read the same `PORT`, so that one .env for all of them makes them clash. */
function sharedSettings(processes: readonly ServerProcess[]): PortClash[] {
  const wanted = new Map<number, Set<string>>();
  for (const { name, configuredPort, status } of processes) {
    if (configuredPort === null || status === 'stopped') continue;
    wanted.set(configuredPort, (wanted.get(configuredPort) ?? new Set()).add(name));
  }
  return [...wanted].flatMap(([port, names]) => {
    if (names.size < 2) return [];
    const all = [...names].toSorted();
    return [
      {
        port,
        names: all,
        found: `${inWords(all)} are told PORT=${port}; only one of them can have it.`,
        next: 'They read the same PORT, perhaps of one .env. Give each its own in the ecosystem file (env: { PORT: … }), then let pm2 restart all of them with their new environment.',
      },
    ];
  });
}

function strangers(processes: readonly ServerProcess[], ports: readonly PortOf[]): PortClash[] {
  return ports.flatMap(({ port }) => {
    const holders = processes.filter(({ listens }) => listens.includes(port));
    if (holders.length < 2) return [];
    const names = holders.map(({ name, pid }) => `${name} (${pid ?? 'no pid'})`);
    return [
      {
        port,
        names: holders.map(({ name }) => name),
        found: `${inWords(names)} both listen on port ${port}: which of them a client gets depends on its address (127.0.0.1 or ::1).`,
        next: 'Stop the one that does not belong there.',
      },
    ];
  });
}

/** One that could not start says so in its log. */
function takenElsewhere(processes: readonly ServerProcess[]): PortClash[] {
  return processes.flatMap(({ name, status, listens, configuredPort, errorLines }) => {
    const line = errorLines.findLast((one) => takenPort.test(one));
    // What it wrote before it got its port is over.
    if (line === undefined || (status === 'online' && listens.length > 0)) return [];
    const said = [...line.matchAll(/[:\s('"](\d{2,5})(?=\D|$)/g)]
      .map(([, digits]) => Number(digits))
      .filter((number) => number >= 80 && number <= 65_535 && number !== 98);
    const port = configuredPort ?? said.at(-1);
    if (port === undefined) return [];
    const holder = processes.find((one) => one.name !== name && one.listens.includes(port));
    return [
      {
        port,
        names: holder === undefined ? [name] : [name, holder.name],
        found: `${name} does not start, because port ${port} is taken${holder === undefined ? '' : ` by ${holder.name}`}: ${line}`,
        next: 'Give each process its own PORT, and restart the one that failed.',
      },
    ];
  });
}

function wrongOwners(processes: readonly ServerProcess[], ports: readonly PortOf[]): PortClash[] {
  return ports.flatMap(({ port, service }) => {
    const holder = processes.find(({ listens }) => listens.includes(port));
    const owner = owners[service];
    const rightful = processes.find(({ name }) => name === owner);
    if (holder === undefined || rightful === undefined || holder.name === owner) return [];
    if (!holder.name.startsWith('scrumbot-')) return [];
    return [
      {
        port,
        names: [holder.name, owner],
        found: `${holder.name} listens on port ${port}, where ${owner} belongs.`,
        next: `Give ${holder.name} another PORT, and restart both.`,
      },
    ];
  });
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

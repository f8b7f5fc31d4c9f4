import { asTold, sentence, tellAll } from '../../../shared/words/all-words.ts';
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
        ...tellAll({
          found: sentence('clash.shared', { names: all.map(asTold), port }),
          next: sentence('clash.shared.next'),
        }),
      },
    ];
  });
}

function strangers(processes: readonly ServerProcess[], ports: readonly PortOf[]): PortClash[] {
  return ports.flatMap(({ port }) => {
    const holders = processes.filter(({ listens }) => listens.includes(port));
    if (holders.length < 2) return [];
    const names = holders.map(({ name, pid }) => sentence('clash.process', { name, pid: String(pid ?? '') }));
    return [
      {
        port,
        names: holders.map(({ name }) => name),
        ...tellAll({
          found: sentence('clash.both-listen', { names, port }),
          next: sentence('clash.both-listen.next'),
        }),
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
        ...tellAll({
          found: sentence('clash.taken', { name, port, holder: holder?.name ?? '', line }),
          next: sentence('clash.taken.next'),
        }),
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
        ...tellAll({
          found: sentence('clash.wrong-owner', { holder: holder.name, port, owner }),
          next: sentence('clash.wrong-owner.next', { holder: holder.name }),
        }),
      },
    ];
  });
}

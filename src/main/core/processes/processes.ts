/**
 * Processes: what a backend on this machine runs as, by its process manager and by its ports, and what clashes there.
 * Needs the targets, a look at processes and ports, and the event store for the lines of a log that is followed.
 * Owns the log that is followed until somebody ends that.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { LogComparison, ProcessReport } from '../../../shared/settings/targets/processes.ts';
import type { Target } from '../../../shared/settings/targets/targets.ts';
import { isLoopbackHttpUrl, isLoopbackUrl } from '../../../shared/settings/targets/resolve-target.ts';
import { programEnvironment, type Environment } from '../lifecycle/lifecycle.ts';
import type { Clock, ProcessLook, RecordEvent } from '../ports/ports.ts';
import type { PortOf } from './clashes.ts';
import { followLog } from './follow-log.ts';
import { createFollowedLog, type FollowOptions } from './followed-log.ts';
import { askPm2 } from './pm2.ts';
import { reportOf } from './report.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type ProcessNeeds = {
  clock: Clock;
  environment: Environment;
  record: RecordEvent;
  flushEvents: () => Promise<void>;
  targets: { ready: (nameOrUrl: string | undefined) => Promise<{ target: Target }> };
  lookAtProcesses: (of: { ports: readonly number[]; pids: readonly number[] }) => Promise<ProcessLook>;
  events: { handlers: { 'events.list': (filter: FramesOf) => Promise<StoredEvent[]> } };
};

type FramesOf = {
  target: string;
  kind: 'frame';
  direction: 'in';
  sinceMs: number;
  afterSeq: number;
  limit: number;
};

export type Processes = {
  /** Of a target by its name or address. @throws AppError `not-found`, `bad-input` for one that is elsewhere */
  look(nameOrUrl: string | undefined): Promise<ProcessReport>;
  /**
   * Follows `pm2 logs` into the event store until the signal, and answers what the server said it sent against what was
   * seen of that target meanwhile.
   * @throws AppError `not-found` without PM2
   */
  follow(nameOrUrl: string | undefined, options: FollowOptions): Promise<LogComparison & { target: string }>;
  handlers: Pick<
    Handlers,
    'targets.processes' | 'targets.followLog' | 'targets.followedLog' | 'targets.unfollowLog'
  >;
  stop(): Promise<void>;
};

export function createProcesses(needs: ProcessNeeds): Processes {
  const environment = programEnvironment(needs.environment);

  async function look(nameOrUrl: string | undefined): Promise<ProcessReport> {
    const { target } = await needs.targets.ready(nameOrUrl);
    const ports = portsOf(target);
    const pm2 = await askPm2(environment, needs.clock.nowMs());
    const pids = pm2.processes.flatMap(({ pid }) => pid ?? []);
    const seen = await needs.lookAtProcesses({ ports: ports.map(({ port }) => port), pids });
    return reportOf({ target: target.name, ports, pm2, seen });
  }

  async function follow(
    nameOrUrl: string | undefined,
    { signal, onLine, onBegin }: FollowOptions,
  ): Promise<LogComparison & { target: string }> {
    const { target } = await needs.targets.ready(nameOrUrl);
    const { program, found, processes } = await askPm2(environment, needs.clock.nowMs());
    if (program === null || processes.length === 0)
      throw new AppError('not-found', sentence('host.logs-wanted', { found }));
    const countSeen = createSeenCounter(target.name, needs.clock.nowMs());
    const said = new Map<string, number>();
    let lines = 0;

    async function soFar(): Promise<LogComparison> {
      const seen = await countSeen();
      // What only we saw is no message of the server's log: it may not write all of them down.
      const types = [...said.keys()].toSorted();
      return {
        lines,
        messages: types.map((type) => ({ type, said: said.get(type) ?? 0, seen: seen.get(type) ?? 0 })),
      };
    }

    onBegin?.({ target: target.name, soFar });
    await followLog({
      ...{ program, environment, signal },
      onLine(line) {
        lines += 1;
        if (line.message !== null) said.set(line.message, (said.get(line.message) ?? 0) + 1);
        needs.record({
          kind: 'connection',
          type: 'server.log',
          target: target.name,
          fields: { process: line.process, stream: line.stream, line: line.text, message: line.message },
        });
        onLine(line);
      },
    });
    return { target: target.name, ...(await soFar()) };
  }

  /** Counts the messages of each type that came from a target; each call looks at what is new only. */
  function createSeenCounter(target: string, sinceMs: number): () => Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    let afterSeq = 0;
    let counting: Promise<unknown> = Promise.resolve();

    async function countNew(): Promise<ReadonlyMap<string, number>> {
      await needs.flushEvents();
      for (;;) {
        const filter = {
          target,
          kind: 'frame',
          direction: 'in',
          sinceMs,
          afterSeq,
          limit: pageRows,
        } as const;
        const page = await needs.events.handlers['events.list'](filter);
        for (const { type } of page) counts.set(type, (counts.get(type) ?? 0) + 1);
        afterSeq = page.at(-1)?.seq ?? afterSeq;
        if (page.length < pageRows) return counts;
      }
    }

    return () => {
      // Two at once would count the same events twice.
      const counted = counting.then(countNew, countNew);
      counting = counted;
      return counted;
    };
  }

  const followed = createFollowedLog({ clock: needs.clock, follow });
  return {
    look,
    follow,
    handlers: { 'targets.processes': ({ target }) => look(target), ...followed.handlers },
    stop: followed.stop,
  };
}

const pageRows = 5_000;

/** @throws AppError `bad-input` for a target that is elsewhere, or inside this process */
function portsOf({ name, wsUrl, httpUrl }: Target): PortOf[] {
  if (wsUrl === null) {
    throw new AppError('bad-input', sentence('host.own-process'));
  }
  if (!isLoopbackUrl(wsUrl)) {
    throw new AppError('bad-input', sentence('host.other-machine', { target: name }));
  }
  const socket = portOf(wsUrl);
  const rest = typeof httpUrl === 'string' && isLoopbackHttpUrl(httpUrl) ? portOf(httpUrl) : null;
  return [
    { port: socket, service: 'socket' },
    ...(rest === null || rest === socket ? [] : [{ port: rest, service: 'rest' as const }]),
  ];
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  if (port !== '') return Number(port);
  return protocol === 'wss:' || protocol === 'https:' ? 443 : 80;
}

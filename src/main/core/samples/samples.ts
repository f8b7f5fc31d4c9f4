/**
 * Samples: measures our processes, the machine, the link and the store while somebody looks or something is
 * recorded, and keeps that for a month.
 * Needs the database's threads, the status, and what happens on the wire.
 * Owns the table of samples, and the heap snapshots under snapshots/.
 */
import { join } from 'node:path';
import type { Handlers, TopicName } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { createRunningTarget } from './running-target.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { LeakVerdict } from '../../../shared/health/memory.ts';
import type { Sample } from '../../../shared/health/sample.ts';
import type { Standing } from '../../../shared/session/status.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, Desktop, ProcessLook } from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';
import { robustSlope } from './leak/theil-sen.ts';
import { writeHeapSnapshot } from './heap-snapshot.ts';
import { createMemory } from './memory.ts';
import { createSampler } from './sampler.ts';
import { createBackendSource, readServerMemory } from './sources/backend-source.ts';
import { createDesktopSource } from './sources/desktop-source.ts';
import { createInterfaceSource } from './sources/interface-source.ts';
import { createProcessSource } from './sources/process-source.ts';
import { lookAtProcesses } from './sources/server-processes.ts';
import { createStoreSource } from './sources/store-source.ts';
import { createSystemSource } from './sources/system-source.ts';
import { createThreadSource, type MeasuredThread } from './sources/thread-source.ts';
import { createTimings } from './sources/timings.ts';
import { createTrafficSource } from './sources/traffic-source.ts';
import { withRunning, type TrafficReads } from './store/traffic-store.ts';
import type { SampleReads, SampleWrites } from './store/sample-store.ts';

export { createMemory } from './memory.ts';

type SampleCommand = 'samples.list' | 'network.get' | 'memory.get' | 'memory.snapshot';

export type Samples = {
  handlers: Pick<Handlers, SampleCommand>;
  /** The newest measurement while there are any, else one that is made now. */
  sample(): Promise<Sample>;
  /** Whether our main process leaks, over the last hour; at most a minute old. */
  leak(): Promise<LeakVerdict>;
  /** What the processes behind a port of this machine hold now; `null` where that cannot be told. */
  serverMemory(port: number): Promise<{ bytes: number; processes: number } | null>;
  /** What listens on ports of this machine, and processes that are known by their id. */
  lookAtProcesses(of: { ports: readonly number[]; pids: readonly number[] }): Promise<ProcessLook>;
  /** How one figure grows with another. */
  slopeOf: typeof robustSlope;
  /** Bytes a day by which the database's file grows; `null` while that cannot be told. */
  growth(): Promise<number | null>;
  /** Whether the target of the session, or the chosen one, needs no network. */
  isTargetHere(): Promise<boolean>;
  /** So many listen to a topic now. */
  subscribed(topic: TopicName, count: number): void;
  /** A session may have begun or ended. */
  changed(): void;
  /** Measures a commit. */
  timeCommit<T>(commit: Promise<T>): Promise<T>;
  /** Events that were just committed. */
  committed(events: readonly StoredEvent[]): void;
  stop(): Promise<void>;
};

// As old as a measurement may be at most that counts as one of now.
const freshMs = 1_500;
const dayMs = 86_400_000;
// A minute more or less would make a few pages an enormous growth.
const shortestGrowthMs = 600_000;
// Rows that nobody looks at are for the line of status and for the day's timeline. A sample may come a little early.
const rowsEveryMs = 9_500;

export function startSamples(options: {
  home: string;
  databasePath: string;
  clock: Clock;
  log: Logger;
  platform: NodeJS.Platform;
  desktop: Desktop | null;
  threads: Readonly<Record<string, MeasuredThread>>;
  reads: { samples: Promisified<SampleReads>; traffic: Promisified<TrafficReads> };
  /** Resolves when all events so far are stored. */
  flushEvents: () => Promise<void>;
  writes: { samples: Promisified<SampleWrites> };
  facts: () => Standing;
  isRecording: () => boolean;
  readSettings: () => Promise<Pick<Settings, 'target' | 'targets'>>;
  topics: TopicHub;
  /** Something was measured: each time while somebody watches health, else every ten seconds. */
  onSample: (sample: Sample) => void;
}): Samples {
  const { clock, platform } = options;
  const reads = options.reads.samples;
  const startedMs = clock.nowMs();
  const commits = createTimings();
  const roundTrips = createTimings();
  const committing = new Set<number>();
  const waitingMs = (nowMs: number): number => (committing.size === 0 ? 0 : nowMs - Math.min(...committing));
  const target = createRunningTarget(options);
  const watchers = { samples: 0, health: 0 };
  let newest: Sample | null = null;
  let toldMs = Number.NEGATIVE_INFINITY;

  const sampler = createSampler({
    clock,
    log: options.log,
    pid: process.pid,
    sources: [
      createProcessSource(),
      createThreadSource(options.threads, clock),
      createDesktopSource(options.desktop),
      createSystemSource(),
      createBackendSource({ platform, clock, port: () => target.portHere() }),
      createInterfaceSource(platform, clock),
      createStoreSource({
        ...{ databasePath: options.databasePath, clock, commits },
        waitingMs: () => waitingMs(clock.monotonicMs()),
      }),
      createTrafficSource({ clock, facts: options.facts, roundTrips }),
    ],
    mode: () =>
      watchers.samples + watchers.health > 0 ? 'watched' : options.isRecording() ? 'recording' : 'idle',
    publish(sample) {
      newest = sample;
      options.topics.publish('samples', sample);
      const nowMs = clock.monotonicMs();
      if (watchers.health === 0 && nowMs - toldMs < rowsEveryMs) return;
      toldMs = nowMs;
      options.onSample(sample);
    },
    save: (seconds, minutes) => options.writes.samples.save(seconds, minutes),
  });

  async function fresh(): Promise<Sample> {
    if (newest === null || clock.nowMs() - newest.atMs > freshMs) newest = await sampler.readNow();
    return newest;
  }

  const memory = createMemory({
    nowMs: () => clock.nowMs(),
    pid: process.pid,
    reads,
    startedMs,
    fresh,
    hasDesktop: options.desktop?.listProcesses !== undefined,
  });

  return {
    sample: fresh,
    leak: () => memory.leak(),
    serverMemory: (port) => readServerMemory(platform, port),
    lookAtProcesses: (of) => lookAtProcesses(of, { platform, clock }),
    slopeOf: robustSlope,
    async growth() {
      const [first, last] = await reads.ends('store.fileBytes', clock.nowMs() - dayMs);
      if (first === undefined || last === undefined || last.atMs - first.atMs < shortestGrowthMs) return null;
      return ((last.value - first.value) / (last.atMs - first.atMs)) * dayMs;
    },
    isTargetHere: () => target.isHere(),
    subscribed(topic, count) {
      if (topic !== 'samples' && topic !== 'health') return;
      watchers[topic] = count;
      sampler.changed();
    },
    changed: () => sampler.changed(),
    async timeCommit(commit) {
      const beganMs = clock.monotonicMs();
      committing.add(beganMs);
      try {
        const value = await commit;
        commits.add(clock.monotonicMs() - beganMs);
        return value;
      } finally {
        committing.delete(beganMs);
      }
    },
    committed(events) {
      for (const { type, fields } of events) {
        if (type === 'ping.answered' && typeof fields.roundTripMs === 'number')
          roundTrips.add(fields.roundTripMs);
      }
    },
    handlers: {
      'samples.list': async (query) => {
        await sampler.flush();
        return reads.list(query);
      },
      'network.get': async ({ sinceMs }) => {
        await options.flushEvents();
        return withRunning(await options.reads.traffic.since(sinceMs), options.facts());
      },
      'memory.get': ({ windowMs }) => memory.read(windowMs),
      'memory.snapshot': () =>
        writeHeapSnapshot(join(options.home, 'snapshots'), clock.nowMs(), options.isRecording()),
    },
    stop() {
      target.stop();
      return sampler.stop();
    },
  };
}

import type { Handlers } from '../../../shared/contract/contract.ts';
import type { Memory } from '../../../shared/health/memory.ts';
import { rulesSchema } from '../../../shared/events/findings.ts';
import type { BundleTools } from '../bundle/bundle.ts';
import { findDefaultDevice } from '../capture/capture.ts';
import { examineMachine } from '../machine/machine.ts';
import { reportOf } from '../session/session.ts';
import { createMemory } from '../samples/samples.ts';
import { createReaderStores } from './threads.ts';

/** What a bundle asks of other features, answered in the bundle's own thread. */
export function createBundleTools(options: {
  environment: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  temporaryFolder: string;
}): BundleTools {
  return {
    ask(db) {
      const stores = createReaderStores(db);
      return {
        reportOf: (sessionId) => reportOf(promised(stores), sessionId),
        async analyse(range, signal) {
          const id = 'bundle';
          stores.analysis.start(id, range, rulesSchema.parse({}));
          for (;;) {
            const { report } = stores.analysis.step(id);
            if (report !== null) return report;
            await new Promise((resolve) => setImmediate(resolve));
            signal.throwIfAborted();
          }
        },
      };
    },
    answersOf: (db, atMs) => storedAnswers(createReaderStores(db), atMs),
    async examineMachine(folder) {
      const checks = await examineMachine({
        ...options,
        home: folder,
        nodeVersion: process.versions.node,
        findDefaultDevice: (source) => findDefaultDevice(source, options.environment),
      });
      // Those of the folder itself say nothing: it is a copy.
      return checks.filter(({ id }) => !['home', 'disk', 'groq-key'].includes(id));
    },
  };
}

/** The commands of the live pages that a database answers by itself. */
function storedAnswers(stores: Stores, atMs: number): Partial<Handlers> {
  const { events, samples, traffic, health, marks, analysis } = stores;
  return {
    'events.list': (filter) => Promise.try(() => events.list(filter)),
    'events.count': (conditions) => Promise.try(() => events.countMatching(conditions)),
    'events.histogram': ({ conditions, bars }) => Promise.try(() => events.histogram(conditions, bars)),
    'events.choices': () =>
      Promise.try(() => ({
        types: events.listTypes(),
        sessions: events.listSessions(),
        targets: events.listTargets(),
      })),
    'analysis.marks': ({ seqs }) => Promise.try(() => marks.of(seqs)),
    'analysis.events': ({ ids }) => Promise.try(() => analysis.listEvents(ids)),
    'samples.list': (query) => Promise.try(() => samples.list(query)),
    'network.get': ({ sinceMs }) => Promise.try(() => traffic.since(sinceMs)),
    'health.history': ({ sinceMs }) => Promise.try(() => health.spans(sinceMs)),
    'memory.get': ({ windowMs }) => memoryAt(stores, atMs, windowMs),
  };
}

/** Who took memory when it was measured last. */
async function memoryAt({ samples }: Stores, atMs: number, windowMs: number): Promise<Memory> {
  const newest = samples.newest() ?? { atMs, pid: 0, figures: {} };
  const memory = createMemory({
    nowMs: () => newest.atMs,
    pid: newest.pid,
    reads: later(samples),
    startedMs: 0,
    fresh: () => Promise.resolve(newest),
    hasDesktop: true,
  });
  // What it says of this machine now is nothing of that one then.
  return { ...(await memory.read(windowMs)), notes: [] };
}

type Stores = ReturnType<typeof createReaderStores>;

/** Questions to stores of this thread, as those are asked that lie in another one. */
function promised(stores: Stores): Parameters<typeof reportOf>[0] {
  const { sessions, outbox, transcripts, events } = stores;
  return {
    sessions: later(sessions),
    outbox: later(outbox),
    transcripts: later(transcripts),
    events: later(events),
  };
}

type Later<S> = {
  [K in keyof S]: S[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never;
};

function later<S extends object>(store: S): Later<S> {
  const entries = Object.entries(store) as [string, (...args: unknown[]) => unknown][];
  return Object.fromEntries(
    entries.map(([name, ask]) => [name, (...args: unknown[]) => Promise.try(() => ask(...args))]),
  ) as Later<S>;
}

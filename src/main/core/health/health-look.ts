import { networkInterfaces } from 'node:os';
import { messageOf } from '../../../shared/errors.ts';
import type { EventFilter, StoredEvent } from '../../../shared/events/events.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { Health } from '../../../shared/health/health-row.ts';
import type { LeakVerdict } from '../../../shared/health/memory.ts';
import type { Sample } from '../../../shared/health/sample.ts';
import type { Standing, Status, StatusLine } from '../../../shared/session/status.ts';
import type { EngineStatus } from '../../../shared/settings/engines.ts';
import { isProcessAlive } from '../lifecycle/lifecycle.ts';
import type { Logger } from '../log/log.ts';
import type { Clock } from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';
import { createEventCollector, hourMs, mostEndings } from './evidence/event-evidence.ts';
import type { HealthReads, HealthWrites } from './health-store.ts';
import { rowsOf } from './rows/rows.ts';
import { createSpans } from './spans.ts';
import { lineOfTrouble, troubleIn, type Trouble } from './trouble.ts';

/** Works out the rows, keeps how long each had its level, and tells of them. */
export type HealthLook = {
  handlers: Pick<Handlers, 'health.get' | 'health.history'>;
  /** Something was measured: rows are worked out, kept and published. */
  sampled(sample: Sample): void;
  /** Events that were just published. */
  committed(events: readonly StoredEvent[]): void;
  /** What the status line has to say besides what it knows itself, such as how the connection stands. */
  trouble(connection: Status['connection']): StatusLine[];
  /** The newest rows that another running process kept within the last minute, such as the app that records. */
  ofOtherProcess(): Promise<Health | null>;
  stop(): Promise<void>;
};

const saveEveryMs = 10_000;
const troubleLastsMs = 30_000;
// They are kept every ten seconds; what is older than a few times that is no longer how it is.
const otherLastsMs = 60_000;

/** What rows are worked out from, besides what the feature knows itself. */
export type HealthSources = {
  clock: Clock;
  log: Logger;
  topics: TopicHub;
  reads: {
    health: Promisified<HealthReads>;
    events: { list(filter: EventFilter): Promise<StoredEvent[]> };
  };
  writes: { health: Promisified<HealthWrites> };
  sample: () => Promise<Sample>;
  leak: () => Promise<LeakVerdict>;
  /** Bytes a day by which the database grows. */
  growth: () => Promise<number | null>;
  engines: () => Promise<{ engines: EngineStatus[]; chosen: string }>;
  isTargetHere: () => Promise<boolean>;
};

/** `onTrouble`: the status line may have something else to say. */
export function createHealthLook(
  options: HealthSources & {
    facts: () => Standing;
    isRunning: () => boolean;
    onTrouble: () => void;
  },
): HealthLook {
  const { clock, log } = options;
  const events = createEventCollector();
  const spans = createSpans();
  // These are asked of a disk or of other programs, and change slowly.
  const askEngine = kept(clock, () => (isDirect() ? 10_000 : 60_000), options.engines);
  const askGrowth = kept(clock, () => 60_000, options.growth);
  // A store that can't be read has a row of its own.
  const askEndings = kept(
    clock,
    () => 30_000,
    () =>
      options.reads.events
        .list({ type: 'connection.ended', sinceMs: clock.nowMs() - hourMs, limit: mostEndings })
        .catch(() => []),
  );
  const askInterfaces = kept(
    clock,
    () => 5_000,
    () => Promise.resolve(interfacesUp()),
  );
  // What changes about engines through us is told; only what others install or remove has to be looked for.
  const unsubscribe = [
    options.topics.subscribe('engines', () => askEngine.anew()),
    options.topics.subscribe('settings', () => askEngine.anew()),
  ];
  const isDirect = (): boolean => options.isRunning() && options.facts().session?.mode === 'direct';
  let newest: Health | null = null;
  let savedMs = Number.NEGATIVE_INFINITY;
  let working: Promise<void> = Promise.resolve();
  let isBusy = false;
  let isSaving = false;
  let lastEngines: Awaited<ReturnType<HealthSources['engines']>> = { engines: [], chosen: '' };

  function troubleNow({ phase }: Status['connection']): Trouble[] {
    const isTargetTold = phase === 'waiting' || phase === 'stopped';
    const isStopping = options.facts().session?.state === 'stopping';
    return troubleIn(newest, { isRunning: options.isRunning(), isTargetTold, isStopping });
  }

  async function look(sample: Sample): Promise<Health> {
    // What a thread that hangs is asked for is left out: that it hangs is what has to be shown.
    const [leak, growthPerDay, known, endings, interfaces, isTargetHere] = await Promise.all([
      within(clock, options.leak(), null),
      within(clock, askGrowth.ask(), null),
      within(clock, askEngine.ask(), lastEngines),
      within(clock, askEndings.ask(), []),
      askInterfaces.ask(),
      options.isTargetHere(),
    ]);
    lastEngines = known;
    const nowMs = clock.nowMs();
    const status = options.facts();
    const rows = rowsOf({
      nowMs,
      status,
      events: events.read(nowMs, endings),
      figures: sample.figures,
      leak,
      growthPerDay,
      engine: engineAtWork(known.engines, status.session?.engine ?? known.chosen),
      interfaces,
      isTargetHere,
    });
    const before = namesOf(troubleNow(status.connection));
    newest = spans.follow(rows, nowMs);
    if (namesOf(troubleNow(status.connection)) !== before) options.onTrouble();
    return newest;
  }

  async function save(health: Health): Promise<void> {
    savedMs = clock.monotonicMs();
    await options.writes.health.save(process.pid, spans.takeChanged(), health);
  }

  /** Looking goes on while a database that hangs takes nothing. */
  function saveBeside(health: Health): void {
    if (isSaving) return;
    isSaving = true;
    save(health)
      .catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'health could not be kept'))
      .finally(() => {
        isSaving = false;
      });
  }

  return {
    handlers: {
      'health.get': async () => look(await options.sample()),
      'health.history': async ({ sinceMs }) => {
        if (newest !== null) await save(newest);
        return options.reads.health.spans(sinceMs);
      },
    },
    sampled(sample) {
      if (isBusy) return;
      isBusy = true;
      working = look(sample)
        .then((health) => {
          options.topics.publish('health', health);
          if (clock.monotonicMs() - savedMs >= saveEveryMs) saveBeside(health);
        })
        .catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'health could not be looked at'))
        .finally(() => {
          isBusy = false;
        });
    },
    committed(added) {
      const sessionId = options.facts().session?.sessionId ?? null;
      events.add(added, { monotonicMs: clock.monotonicMs(), sessionId });
    },
    trouble(connection) {
      if (newest === null || clock.nowMs() - newest.atMs > troubleLastsMs) return [];
      return troubleNow(connection).map(lineOfTrouble);
    },
    async ofOtherProcess() {
      const kept = await options.reads.health.newest(clock.nowMs() - otherLastsMs);
      return kept.find(({ pid }) => pid !== process.pid && isProcessAlive(pid)) ?? null;
    },
    async stop() {
      for (const one of unsubscribe) one();
      await working;
      if (newest !== null) await save(newest).catch(() => undefined);
    },
  };
}

function interfacesUp(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([, addresses]) => addresses?.some(({ internal }) => !internal) === true)
    .map(([name]) => name);
}

const namesOf = (rows: readonly Trouble[]): string => rows.map(({ id, level }) => `${id} ${level}`).join();

const patienceMs = 1_000;

function within<T>(clock: Clock, work: Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(patienceMs, () => resolve(otherwise));
    work.then(resolve, reject).finally(cancel);
  });
}

/** Asks again when the answer is older than this, or when told to. */
function kept<T>(
  clock: Clock,
  forMs: () => number,
  ask: () => Promise<T>,
): { ask: () => Promise<T>; anew: () => void } {
  let answer: { atMs: number; value: Promise<T> } | null = null;
  return {
    ask() {
      const nowMs = clock.monotonicMs();
      if (answer === null || nowMs - answer.atMs > forMs()) answer = { atMs: nowMs, value: ask() };
      return answer.value;
    },
    anew() {
      answer = null;
    },
  };
}

/** The engine of that name; for `auto`, or one that is not known, the first that is ready. */
function engineAtWork(engines: readonly EngineStatus[], name: string): EngineStatus | null {
  const ready = engines.find(({ state }) => state === 'ready');
  return engines.find((engine) => engine.name === name) ?? ready ?? null;
}

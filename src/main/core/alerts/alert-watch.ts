import { messageOf } from '../../../shared/errors.ts';
import type { Alert, AlertCounts, AlertSettings, ToldRule } from '../../../shared/events/alerts.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, Notify, RecordEvent } from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';
import { createAlertWindow, type Exceeded } from './alert-rules.ts';
import type { AlertClaim, AlertReads, AlertWrites } from './alert-store.ts';

/** Raises alerts, keeps their history, and tells people. */
export type Alerts = {
  /** What was counted in a batch of events that has just been committed. */
  add(counts: AlertCounts): void;
  /** Raises one that is not counted: there is no threshold and no cool-down. */
  raise(rule: ToldRule, sentence: string): Promise<void>;
  list(filter: { limit: number; openOnly: boolean }): Promise<Alert[]>;
  /** Acknowledges one, or all; answers those that are still open. */
  acknowledge(id: number | null): Promise<Alert[]>;
  /** Resolves when everything that was added before has been judged. */
  stop(): Promise<void>;
};

export type AlertOptions = {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  readSettings: () => Promise<AlertSettings>;
  writes: Promisified<AlertWrites>;
  reads: Promisified<AlertReads>;
  notify: Notify;
  /** The open alerts, newest first, whenever they have changed. */
  publish: (open: Alert[]) => void;
};

const mostOpen = 100;
// A failing store or settings file is told elsewhere; the next batch tries again.
const settingsAgeMs = 5_000;

export function createAlerts(options: AlertOptions): Alerts {
  const { clock, log, writes, reads } = options;
  const window = createAlertWindow();
  let work: Promise<void> = Promise.resolve();
  let waiting = false;
  let known: { settings: AlertSettings; atMs: number } | null = null;

  async function settings(): Promise<AlertSettings> {
    const nowMs = clock.monotonicMs();
    if (known === null || nowMs - known.atMs > settingsAgeMs) {
      known = { settings: await options.readSettings(), atMs: nowMs };
    }
    return known.settings;
  }

  async function judge(): Promise<void> {
    waiting = false;
    const now = await settings();
    if (!now.enabled) return;
    const atMs = clock.nowMs();
    for (const { rule, count, threshold, sentence } of window.exceeded(now, atMs)) {
      await claim({ rule, count, threshold, sentence, atMs, coolDownMs: now.coolDownSec * 1_000 });
    }
  }

  async function claim(wanted: AlertClaim): Promise<void> {
    const alert = await writes.raise(wanted);
    if (alert === null) return;
    const { rule, count, threshold, sentence, timesRaised, id } = alert;
    options.record({
      kind: 'alert',
      type: `alert.${rule}`,
      reason: sentence,
      fields: { alertId: id, count, threshold, timesRaised },
    });
    log.warn({ alert: rule, count, threshold }, 'alert');
    options.notify({
      title: titles[rule],
      body: sentence,
      urgency: rule === 'database' ? 'critical' : 'normal',
    });
    await publishOpen();
  }

  async function publishOpen(): Promise<Alert[]> {
    const open = await reads.list({ limit: mostOpen, openOnly: true });
    options.publish(open);
    return open;
  }

  function inTurn(run: () => Promise<void>): Promise<void> {
    const turn = work.then(run);
    work = turn.catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'an alert was not raised'));
    return turn;
  }

  return {
    add(counts) {
      if (counts.duplicates + counts.validationErrors + counts.deprecated === 0) return;
      window.add(counts);
      // One look at the window serves all batches that came meanwhile.
      if (waiting) return;
      waiting = true;
      void inTurn(judge).catch(() => undefined);
    },
    raise: (rule, sentence) =>
      inTurn(() => claim({ rule, sentence, count: 1, threshold: 0, atMs: clock.nowMs(), coolDownMs: 0 })),
    list: (filter) => reads.list(filter),
    async acknowledge(id) {
      await writes.acknowledge(id, clock.nowMs());
      return publishOpen();
    },
    stop: () => work,
  };
}

const titles: Readonly<Record<Exceeded['rule'] | ToldRule, string>> = {
  duplicates: 'Duplicate events',
  'validation-errors': 'Events with missing fields',
  deprecated: 'Deprecated event names',
  database: 'The database was damaged',
  verification: 'A target is not in order any more',
};

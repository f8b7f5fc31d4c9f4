/**
 * Tells people of what somebody has to act on: counts above their thresholds, and a database that was damaged.
 * Needs the database's threads, the settings, and a way to notify.
 * Owns the table of alerts.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, Notify, RecordEvent } from '../ports/ports.ts';
import type { Promisified, Salvage } from '../storage/storage.ts';
import { alertCountsOf } from './alert-counts.ts';
import type { AlertReads, AlertWrites } from './alert-store.ts';
import { createAlerts, type Alerts as AlertWatch } from './alert-watch.ts';
import { say } from '../../../shared/words/all-words.ts';

export type Alerts = Pick<AlertWatch, 'list' | 'raise' | 'stop'> & {
  /** Hears of every batch of events that was committed, with its verdicts. */
  committed(events: readonly StoredEvent[]): void;
  handlers: Pick<Handlers, Extract<keyof Handlers, `alerts.${string}`>>;
};

export function startAlerts(needs: {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  topics: TopicHub;
  reads: { alerts: Promisified<AlertReads> };
  writes: { alerts: Promisified<AlertWrites> };
  readSettings: () => Promise<Settings>;
  notify: Notify;
  /** Tells of each damaged one that was replaced. */
  database: { onSalvage(listener: (salvaged: Salvage) => void): void };
}): Alerts {
  const { clock, log, record, topics } = needs;
  const watch = createAlerts({
    ...needs,
    reads: needs.reads.alerts,
    writes: needs.writes.alerts,
    readSettings: async () => (await needs.readSettings()).alerts,
    publish: (open) => topics.publish('alerts', open),
  });
  needs.database.onSalvage((salvaged) => {
    const sentence = sentenceOf(salvaged);
    record({ kind: 'storage', type: 'storage.database-salvaged', reason: sentence, fields: salvaged });
    watch.raise('database', sentence).catch((error: unknown) => {
      log.error({ problem: messageOf(error) }, 'the damage could not be told');
    });
  });

  return {
    list: (filter) => watch.list(filter),
    raise: (rule, sentence) => watch.raise(rule, sentence),
    stop: () => watch.stop(),
    committed: (events) => watch.add(alertCountsOf(events, clock.nowMs())),
    handlers: {
      'alerts.list': (filter) => watch.list(filter),
      'alerts.acknowledge': ({ id }) => watch.acknowledge(id ?? null),
    },
  };
}

function sentenceOf({ movedTo, kept, isIncomplete }: Salvage): string {
  const { events = 0, sessions = 0 } = kept;
  return say(isIncomplete ? 'alert.database-partly' : 'alert.database', { events, sessions, movedTo });
}

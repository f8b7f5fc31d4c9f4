import type { Alert } from '../../shared/alerts.ts';
import type { EventImport, StoredEvent } from '../../shared/events.ts';
import { alertCountsOf } from './analysis/alert-counts.ts';
import { createAlerts, type Alerts } from './analysis/alerts.ts';
import { importEvents, type ImportOptions, type ImportReport } from './events/import/import-events.ts';
import { createRetention, type Retention } from './events/retention.ts';
import type { Logger } from './log/logger.ts';
import type { Clock, Notify, RecordEvent } from './ports.ts';
import type { SettingsFile } from './settings/settings-file.ts';
import type { Promisified } from './storage/worker-client.ts';
import type { ReaderFunctions, WriterFunctions } from './stores.ts';

/** What is done with stored events: kept within bounds, imported, watched for what people should know. */
export type EventStoreFeatures = {
  alerts: Alerts;
  retention: Retention;
  importFile(path: string, options: Omit<ImportOptions, 'clock' | 'writes'>): Promise<ImportReport>;
  listImports(): Promise<EventImport[]>;
  /** Hears of every batch that was committed, with its verdicts. */
  committed(events: readonly StoredEvent[]): void;
  stop(): Promise<void>;
};

const lookEveryMs = 3_600_000;
// The first minute of a host belongs to those who wait for it.
const firstLookMs = 10_000;

/** Puts the features around the event store together. A host that stays prunes it from time to time. */
export function startEventStore(options: {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  settingsFile: SettingsFile;
  writes: Promisified<WriterFunctions>;
  reads: Promisified<ReaderFunctions>;
  notify: Notify;
  publishAlerts: (open: Alert[]) => void;
  stays: boolean;
}): EventStoreFeatures {
  const { clock, log, record, settingsFile, writes, reads } = options;
  const retention = createRetention({
    clock,
    log,
    record,
    writes,
    readSettings: async () => (await settingsFile.read()).retention,
  });
  const alerts = createAlerts({
    clock,
    log,
    record,
    writes,
    reads,
    readSettings: async () => (await settingsFile.read()).alerts,
    notify: options.notify,
    publish: options.publishAlerts,
  });
  const timers = options.stays
    ? [
        clock.after(firstLookMs, () => retention.runIfDue()),
        clock.every(lookEveryMs, () => retention.runIfDue()),
      ]
    : [];

  return {
    alerts,
    retention,
    importFile: (path, given) => importEvents(path, { ...given, clock, writes }),
    listImports: () => reads.listImports(),
    committed: (events) => alerts.add(alertCountsOf(events, clock.nowMs())),
    async stop() {
      for (const cancel of timers) cancel();
      await retention.stop();
      await alerts.stop();
    },
  };
}

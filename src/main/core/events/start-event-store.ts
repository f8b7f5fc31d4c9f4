import type { Alert } from '../../../shared/events/alerts.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { EventImport, StoredEvent } from '../../../shared/events/events.ts';
import { alertCountsOf } from '../alerts/alert-counts.ts';
import { createAlerts, type Alerts } from '../alerts/alerts.ts';
import { importEvents, type ImportOptions, type ImportReport } from './import/import-events.ts';
import { createLogWatch } from './log-watch.ts';
import { createRetention, type Retention } from './retention/retention.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, Notify, RecordEvent } from '../ports/ports.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { DatabaseThreads } from '../storage/start-database.ts';
import type { Salvage } from '../database/salvage.ts';

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
const firstCheckMs = 1_000;
// The first seconds of a host belongs to those who wait for it.
const firstLookMs = 10_000;

/** Puts the features around the event store together. A host that stays prunes it from time to time. */
export function startEventStore(options: {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  settingsFile: SettingsFile;
  database: DatabaseThreads;
  databasePath: string;
  notify: Notify;
  publishAlerts: (open: Alert[]) => void;
  stays: boolean;
}): EventStoreFeatures {
  const { clock, log, record, settingsFile, database } = options;
  const writes = database.writer.stores;
  const reads = database.reader.stores;
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
    writes: writes.alerts,
    reads: reads.alerts,
    readSettings: async () => (await settingsFile.read()).alerts,
    notify: options.notify,
    publish: options.publishAlerts,
  });
  const stopping = new AbortController();
  const logWatch = createLogWatch({
    databasePath: options.databasePath,
    clock,
    log,
    record,
    checkpoint: () => writes.retention.checkpoint(),
    restartReader: () => database.reader.restart(),
  });
  database.onSalvage((salvaged) => {
    const sentence = sentenceOf(salvaged);
    record({ kind: 'storage', type: 'storage.database-salvaged', reason: sentence, fields: salvaged });
    alerts.raise('database', sentence).catch((error: unknown) => {
      log.error({ problem: messageOf(error) }, 'the damage could not be told');
    });
  });
  const timers = options.stays
    ? [
        clock.after(firstCheckMs, () => {
          database.check(stopping.signal).catch((error: unknown) => {
            log.warn({ problem: messageOf(error) }, 'the database could not be checked');
          });
        }),
        clock.after(firstLookMs, () => retention.runIfDue()),
        clock.every(lookEveryMs, () => retention.runIfDue()),
      ]
    : [];

  return {
    alerts,
    retention,
    importFile: (path, given) => importEvents(path, { ...given, clock, writes: writes.imports }),
    listImports: () => reads.events.listImports(),
    committed(events) {
      logWatch.committed();
      alerts.add(alertCountsOf(events, clock.nowMs()));
    },
    async stop() {
      stopping.abort();
      for (const cancel of timers) cancel();
      await logWatch.stop();
      await retention.stop();
      await alerts.stop();
    },
  };
}

function sentenceOf({ movedTo, kept, isIncomplete }: Salvage): string {
  const { events = 0, sessions = 0 } = kept;
  const missing = isIncomplete ? ' Some rows could not be read.' : '';
  return `The database was damaged. A new one holds the ${events} events and ${sessions} sessions that could be read.${missing} Recordings are separate files and are not affected. The damaged file is kept as ${movedTo}.`;
}

import type { Database } from 'better-sqlite3';
import { alertReads, alertWrites } from '../alerts/alert-store.ts';
import { analysisReads } from '../findings/analysis-store.ts';
import { jobReads, jobWrites } from '../transcription/jobs/job-store.ts';
import { searchReads } from '../transcription/words/search-store.ts';
import { eventReads, eventWrites } from '../events/event-store.ts';
import { importWrites } from '../events/import/import-store.ts';
import { retentionWrites } from '../events/retention/retention-store.ts';
import { sessionReads, sessionWrites } from '../session/session-store.ts';
import { checkDatabase } from '../database/damage.ts';
import { outboxReads, outboxWrites } from '../stream/outbox/outbox-store.ts';

/** Everything that writes to the database, for the one writer thread. */
export function createWriterFunctions(db: Database) {
  return {
    ...eventWrites(db),
    ...importWrites(db),
    ...retentionWrites(db),
    ...alertWrites(db),
    ...sessionWrites(db),
    ...outboxWrites(db),
    ...jobWrites(db),
  };
}
export type WriterFunctions = ReturnType<typeof createWriterFunctions>;

/** Everything that reads from the database, for the reader thread. */
export function createReaderFunctions(db: Database) {
  return {
    ...eventReads(db),
    ...alertReads(db),
    ...sessionReads(db),
    ...outboxReads(db),
    ...analysisReads(db),
    ...jobReads(db),
    ...searchReads(db),
    /** @throws a damage error with what is wrong */
    checkDatabase: (how: 'quick' | 'full'): void => checkDatabase(db, how),
  };
}
export type ReaderFunctions = ReturnType<typeof createReaderFunctions>;

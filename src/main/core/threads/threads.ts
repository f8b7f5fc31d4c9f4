/**
 * What runs in the database's threads: the entries, and the list of all that each can be asked.
 * Needs every feature's store.
 * Owns the two threads' functions.
 */
import type { Database } from 'better-sqlite3';
import { alertReads, alertWrites } from '../alerts/alert-store.ts';
import { checkDatabase } from '../database/database.ts';
import { eventReads, eventWrites } from '../events/event-store.ts';
import { importReads, importWrites } from '../events/import/import-store.ts';
import { erasureWrites } from '../events/retention/erasure/erasure-store.ts';
import { retentionWrites } from '../events/retention/retention-store.ts';
import { analysisReads } from '../findings/analysis-store.ts';
import { markReads, markWrites } from '../findings/marks/mark-store.ts';
import { sessionReads, sessionWrites } from '../session/session-store.ts';
import { outboxReads, outboxWrites } from '../stream/outbox/outbox-store.ts';
import { jobReads, jobWrites } from '../transcription/jobs/job-store.ts';
import { transcriptReads, transcriptWrites } from '../transcription/jobs/transcript-store.ts';
import { requestReads } from '../transcription/limits/request-store.ts';
import { healthReads, healthWrites } from '../health/health-store.ts';
import { sampleReads, sampleWrites } from '../samples/store/sample-store.ts';
import { trafficReads } from '../samples/store/traffic-store.ts';
import { verificationReads, verificationWrites } from '../verification/verification-store.ts';
import { searchReads } from '../transcription/words/search-store.ts';

/** Everything that writes to the database, for the one writer thread: each store under its own name. */
export function createWriterStores(db: Database) {
  return {
    events: eventWrites(db),
    imports: importWrites(db),
    retention: retentionWrites(db),
    erasure: erasureWrites(db),
    alerts: alertWrites(db),
    marks: markWrites(db),
    sessions: sessionWrites(db),
    outbox: outboxWrites(db),
    transcripts: transcriptWrites(db),
    jobs: jobWrites(db),
    samples: sampleWrites(db),
    health: healthWrites(db),
    verification: verificationWrites(db),
  };
}
export type WriterStores = ReturnType<typeof createWriterStores>;

/** Everything that reads from the database, for the reader thread. */
export function createReaderStores(db: Database) {
  return {
    events: eventReads(db),
    imports: importReads(db),
    alerts: alertReads(db),
    analysis: analysisReads(db),
    marks: markReads(db),
    sessions: sessionReads(db),
    outbox: outboxReads(db),
    transcripts: transcriptReads(db),
    jobs: jobReads(db),
    requests: requestReads(db),
    words: searchReads(db),
    samples: sampleReads(db),
    traffic: trafficReads(db),
    health: healthReads(db),
    verification: verificationReads(db),
    database: {
      /** @throws a damage error with what is wrong */
      check: (how: 'quick' | 'full'): void => checkDatabase(db, how),
    },
  };
}
export type ReaderStores = ReturnType<typeof createReaderStores>;

import type { Database } from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventWords } from '../../../../shared/events/event-words.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import type { HealthSpan } from '../../../../shared/health/health-row.ts';
import type { SessionReport } from '../../../../shared/session/session.ts';
import { openOrSalvage } from '../../database/database.ts';
import type { StepSample } from './opened-rows.ts';

/** A database of our schema that nobody else sees, and that is gone when it is closed or the process ends. */
export async function openTemporaryDatabase(): Promise<{ db: Database; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-opened-'));
  const { db } = openOrSalvage(join(folder, 'opened.db'));
  // Nothing in it outlives the process, so nothing of it has to be safe on the disk.
  for (const setting of [
    'journal_mode = MEMORY',
    'synchronous = OFF',
    'locking_mode = EXCLUSIVE',
    'secure_delete = OFF',
  ])
    db.pragma(setting);
  // Where files that are open may be unlinked, even a crash leaves nothing.
  const unlink = (): Promise<void> => rm(folder, { recursive: true, force: true });
  await unlink().catch(() => undefined);
  return {
    db,
    async close() {
      db.close();
      await unlink().catch(() => undefined);
    },
  };
}

/** What is small of a bundle, at once. */
export const fillSmall = (
  db: Database,
  content: {
    sessions: readonly SessionReport[];
    spans: readonly HealthSpan[];
    samples: readonly StepSample[];
  },
): void =>
  db.transaction(() => {
    const session = db.prepare(`
      INSERT OR IGNORE INTO sessions (session_id, meeting_id, title, mode, target, state, started_ms, ended_ms, owner_pid,
        bytes_out, bytes_in, plain_out)
      VALUES (?, '', ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`);
    for (const { sessionId, title, mode, target, state, startedAt, endedAt, bytes } of content.sessions)
      session.run(
        ...[sessionId, title, mode, target, state, Date.parse(startedAt) || 0],
        ...[endedAt === null ? null : Date.parse(endedAt) || 0, bytes.out, bytes.in, bytes.plainOut],
      );
    const span = db.prepare(`
      INSERT OR IGNORE INTO health_spans (pid, row, level, value, from_ms, until_ms) VALUES (0, ?, ?, ?, ?, ?)`);
    for (const { id, level, value, fromMs, untilMs } of content.spans)
      span.run(id, level, value, fromMs, untilMs);
    const sample = db.prepare(
      'INSERT OR IGNORE INTO samples (step_ms, at_ms, pid, figures) VALUES (?, ?, ?, ?)',
    );
    for (const { stepMs, atMs, pid, figures } of content.samples)
      sample.run(stepMs, atMs, pid, JSON.stringify(figures));
  })();

/** Takes events in batches; their numbers are those of the machine where they were recorded. */
export function eventFiller(db: Database): (events: readonly StoredEvent[]) => void {
  const event = db.prepare<object>(`
    INSERT OR IGNORE INTO events
      (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason)
    VALUES (@seq, @wallMs, @monoMs, @kind, @type, @direction, @sessionId, @target, @connectionId, @generation, @bytes,
      @raw, @fields, @reason)`);
  const words = db.prepare<[number, string]>('INSERT INTO event_words (rowid, words) VALUES (?, ?)');
  return db.transaction((events: readonly StoredEvent[]) => {
    for (const each of events) {
      const row = { ...each, fields: JSON.stringify(each.fields) };
      if (event.run(row).changes === 1) words.run(each.seq, eventWords(row));
    }
  });
}

/** The marks of the bundle's findings: its events are shapes, and tell no cause by themselves. */
export function markEvents(db: Database, analysis: AnalysisReport | null): void {
  const mark = db.prepare<[string, number]>(
    'INSERT OR IGNORE INTO event_marks (mark, event_seq, at_ms) SELECT ?, seq, wall_ms FROM events WHERE seq = ?',
  );
  db.transaction(() => {
    for (const { cause, eventIds } of analysis?.findings ?? [])
      for (const seq of eventIds) mark.run(cause, seq);
  })();
}

import type { Database } from 'better-sqlite3';
import { eventWords, type EventText } from '../../../shared/events/event-words.ts';

const rowsAtOnce = 1_000;

/** Fills the index of words from the events, for a database that had none. */
export function indexEventWords(db: Database): void {
  const page = db.prepare<[number, number], EventText & { seq: number }>(
    'SELECT seq, type, reason, raw, fields FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const insert = db.prepare<[number, string]>('INSERT INTO event_words (rowid, words) VALUES (?, ?)');
  let afterSeq = 0;
  for (;;) {
    const rows = page.all(afterSeq, rowsAtOnce);
    for (const row of rows) insert.run(row.seq, eventWords(row));
    const last = rows.at(-1);
    if (last === undefined) return;
    afterSeq = last.seq;
  }
}

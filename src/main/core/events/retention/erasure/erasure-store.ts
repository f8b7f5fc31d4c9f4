import type { Database } from 'better-sqlite3';

/** Texts by which deleted rows would be known, should a copy of them still lie in a file. */
export type Traces = {
  /** Nothing else has them. */
  ids: string[];
  /** Others may have said the same. */
  words: string[];
};

export type ErasureWrites = {
  /** What only the rows of this session say: its id, its connections, and some of its words. Asked before they go. */
  tracesOf(sessionId: string): Traces;
  /** The same of the events recorded before `beforeMs`, which retention is about to delete. */
  tracesBefore(beforeMs: number): Traces;
  /** The same of the oldest events, which go when the store is too large. */
  tracesOfOldest(): Traces;
  /** Those of the texts that no row has any more. */
  notLive(texts: readonly string[]): string[];
  /** Whether a recording is under way, whose events are not to wait. */
  isRecording(): boolean;
  /** What SQLite keeps of values for its planner: samples of every index, deleted rows' too. */
  forgetSamples(): void;
  /** Writes the whole database anew: moving rows about leaves copies of them in the unused parts of pages. */
  rewrite(): void;
  /** Empties the log, in which every page is that was written lately. False when a reader holds it. */
  emptyLog(): boolean;
};

// Two in each thousand rows of a long session, and all that are searched for in one pass over the file.
const mostWords = 16;
const mostConnections = 8;
const wordChars = 32;

export function erasureWrites(db: Database): ErasureWrites {
  const connections = db.prepare<[string, number], { text: string }>(`
    SELECT DISTINCT connection_id AS text FROM events WHERE session_id = ? AND connection_id IS NOT NULL LIMIT ?`);
  const words = db.prepare<[string, number], { text: string }>(`
    SELECT substr(raw, length(raw) / 3, ${wordChars}) AS text FROM events
    WHERE session_id = ? AND direction = 'in' AND length(raw) > 60 ORDER BY length(raw) DESC LIMIT ?`);
  const lines = db.prepare<[string, number], { text: string }>(`
    SELECT substr(text, 1, ${wordChars}) AS text FROM transcript_lines
    WHERE session_id = ? AND length(text) >= 12 LIMIT ?`);
  const targets = db.prepare<[string, number], { text: string }>(`
    SELECT DISTINCT target AS text FROM events WHERE session_id = ? AND target IS NOT NULL LIMIT ?`);
  const titles = db.prepare<[string], { text: string }>(
    'SELECT title AS text FROM sessions WHERE session_id = ?',
  );
  const files = db.prepare<[string], { text: string }>(
    'SELECT file AS text FROM event_imports WHERE import_id = ?',
  );
  const oldWords = db.prepare<[number, number], { text: string }>(`
    SELECT substr(raw, length(raw) / 3, ${wordChars}) AS text FROM events
    WHERE wall_ms < ? AND length(raw) > 60 LIMIT ?`);
  const oldestWords = db.prepare<[number], { text: string }>(`
    SELECT substr(raw, length(raw) / 3, ${wordChars}) AS text FROM events
    WHERE length(raw) > 60 ORDER BY seq LIMIT ?`);
  const recording = db.prepare<[], { found: number }>(
    "SELECT 1 AS found FROM sessions WHERE state IN ('starting', 'recording', 'stopping') LIMIT 1",
  );
  const live = db.prepare<{ text: string }, { found: number }>(`
    SELECT 1 AS found WHERE
      EXISTS (SELECT 1 FROM events WHERE session_id = @text OR connection_id = @text OR target = @text
        OR instr(raw, @text) > 0 OR instr(fields, @text) > 0 OR instr(reason, @text) > 0)
      OR EXISTS (SELECT 1 FROM transcript_lines WHERE instr(text, @text) > 0)
      OR EXISTS (SELECT 1 FROM sessions WHERE session_id = @text OR meeting_id = @text OR instr(title, @text) > 0 OR target = @text)
      OR EXISTS (SELECT 1 FROM event_imports WHERE import_id = @text OR instr(file, @text) > 0)`);
  const samples = db.prepare<[], { found: number }>(
    "SELECT 1 AS found FROM sqlite_schema WHERE name = 'sqlite_stat4'",
  );

  // What is that short, everybody says.
  const distinct = (...lists: { text: string }[][]): string[] => [
    ...new Set(lists.flat().flatMap(({ text }) => (text.trim().length >= 8 ? [text] : []))),
  ];

  return {
    tracesOf: (sessionId) => ({
      ids: [sessionId, ...distinct(connections.all(sessionId, mostConnections))],
      words: distinct(
        targets.all(sessionId, mostConnections),
        titles.all(sessionId),
        files.all(sessionId),
        words.all(sessionId, mostWords),
        lines.all(sessionId, mostWords),
      ),
    }),
    tracesBefore: (beforeMs) => ({ ids: [], words: distinct(oldWords.all(beforeMs, mostWords)) }),
    tracesOfOldest: () => ({ ids: [], words: distinct(oldestWords.all(mostWords)) }),
    notLive: (texts) => texts.filter((text) => live.get({ text }) === undefined),
    isRecording: () => recording.get() !== undefined,
    forgetSamples() {
      if (samples.get() !== undefined) db.exec('DELETE FROM sqlite_stat4');
    },
    rewrite: () => void db.exec('VACUUM'),
    emptyLog() {
      const waitMs = Number(db.pragma('busy_timeout', { simple: true }));
      // The writer must not stand still behind a reader: whoever asks tries again.
      db.pragma('busy_timeout = 0');
      try {
        const [row] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
        return row?.busy === 0;
      } finally {
        db.pragma(`busy_timeout = ${waitMs}`);
      }
    },
  };
}

import { indexEventWords } from './event-words-index.ts';
import { firstSchema } from './first-schema.ts';
import type { Migration } from './migrate.ts';

/**
 * The schema's history. A migration that was released is never edited: add the next one. Each runs in a
 * transaction of its own, and `PRAGMA user_version` is the number of those that ran.
 */
export const migrations: readonly Migration[] = [
  firstSchema,
  `
  -- The last batch of events of each process: one that comes again after its writer died is not stored twice.
  CREATE TABLE event_batches (
    recorder TEXT PRIMARY KEY,
    batch INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    stored_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  (db) => {
    db.exec(`
    -- Words of events, to search by. The text itself is not kept twice: the index has no content, and rows leave it
    -- with their events.
    CREATE VIRTUAL TABLE event_words USING fts5 (
      words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
    );
    CREATE TRIGGER event_words_follow AFTER DELETE ON events BEGIN
      DELETE FROM event_words WHERE rowid = old.seq;
    END;

    -- Nearly all events are frames, so the other kinds cost next to nothing to list.
    CREATE INDEX events_of_app ON events (kind, seq) WHERE kind <> 'frame';
    CREATE INDEX events_by_connection ON events (connection_id, seq) WHERE connection_id IS NOT NULL;
    CREATE INDEX events_by_target ON events (target, seq) WHERE target IS NOT NULL;

    -- What came from files. Retention counts its age from the import.
    CREATE TABLE event_imports (
      import_id TEXT PRIMARY KEY, -- the session id of imported frames that name none
      file TEXT NOT NULL,
      format TEXT NOT NULL,
      imported_ms REAL NOT NULL,
      first_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      events INTEGER NOT NULL,
      skipped INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alerts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      rule TEXT NOT NULL,
      raised_ms REAL NOT NULL,
      last_raised_ms REAL NOT NULL,
      times_raised INTEGER NOT NULL DEFAULT 1,
      count INTEGER NOT NULL,
      threshold INTEGER NOT NULL,
      sentence TEXT NOT NULL,
      acknowledged_ms REAL
    ) STRICT;
    CREATE INDEX alerts_by_rule ON alerts (rule, id);
    `);
    indexEventWords(db);
  },
  `
  -- Words that a speech engine made of a session. The words of a target belong to none.
  CREATE TABLE transcripts (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    engine TEXT NOT NULL,
    created_ms REAL NOT NULL,
    is_cut INTEGER NOT NULL DEFAULT 0, -- 1 once every segment of the session is a job
    is_cancelled INTEGER NOT NULL DEFAULT 0 -- 1 when somebody said that the rest is not to be done
  ) STRICT;
  CREATE INDEX transcripts_by_session ON transcripts (session_id);

  -- Segments by reference, each with how far it came: the audio itself stays in the track's file.
  CREATE TABLE segment_jobs (
    id INTEGER PRIMARY KEY,
    transcript_id INTEGER NOT NULL REFERENCES transcripts ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    track TEXT NOT NULL,
    first_sample INTEGER NOT NULL,
    end_sample INTEGER NOT NULL,
    spans TEXT NOT NULL, -- JSON list of [first sample, sample count]: what lies between is silence
    overlap_samples INTEGER NOT NULL, -- heard by the segment before, too
    continues INTEGER NOT NULL, -- 1 when it was cut in the middle of speech
    speech_samples INTEGER NOT NULL,
    state TEXT NOT NULL, -- queued, running, done, waiting, parked
    reason TEXT, -- why it waits or is parked
    until_ms REAL,
    tries INTEGER NOT NULL DEFAULT 0, -- how often it was sent
    failures INTEGER NOT NULL DEFAULT 0, -- tries that count towards parking it
    answers_lost INTEGER NOT NULL DEFAULT 0, -- sent again because nobody knows what became of it
    owner_pid INTEGER, -- the process that works on it
    billed_sec REAL NOT NULL DEFAULT 0,
    cost_usd REAL NOT NULL DEFAULT 0,
    answer TEXT, -- JSON: the words with their times, for the segment after it
    UNIQUE (transcript_id, track, first_sample)
  ) STRICT;
  CREATE INDEX segment_jobs_open ON segment_jobs (transcript_id, first_sample) WHERE state <> 'done';

  -- What each engine was sent lately: its limits count for all sessions together.
  CREATE TABLE engine_requests (
    id INTEGER PRIMARY KEY,
    engine TEXT NOT NULL,
    sent_ms REAL NOT NULL,
    billed_sec REAL NOT NULL
  ) STRICT;
  CREATE INDEX engine_requests_by_time ON engine_requests (engine, sent_ms);

  ALTER TABLE sessions ADD COLUMN engine TEXT;
  ALTER TABLE transcript_lines ADD COLUMN transcript_id INTEGER REFERENCES transcripts ON DELETE CASCADE;
  ALTER TABLE transcript_lines ADD COLUMN job_id INTEGER;

  -- Search over the words of all sessions. Deleted words leave the index for good.
  CREATE VIRTUAL TABLE transcript_search USING fts5(
    text, content = 'transcript_lines', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO transcript_search (transcript_search, rank) VALUES ('secure-delete', 1);
  INSERT INTO transcript_search (rowid, text) SELECT id, text FROM transcript_lines;
  CREATE TRIGGER transcript_line_added AFTER INSERT ON transcript_lines BEGIN
    INSERT INTO transcript_search (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER transcript_line_removed AFTER DELETE ON transcript_lines BEGIN
    INSERT INTO transcript_search (transcript_search, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  CREATE TRIGGER transcript_line_changed AFTER UPDATE OF text ON transcript_lines BEGIN
    INSERT INTO transcript_search (transcript_search, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO transcript_search (rowid, text) VALUES (new.id, new.text);
  END;
  `,
  `
  -- What was measured: each second for an hour, each minute for a month. A row has all figures of its moment.
  CREATE TABLE samples (
    step_ms INTEGER NOT NULL, -- 1000: as it was measured; 60000: a minute's mean
    at_ms INTEGER NOT NULL,
    pid INTEGER NOT NULL, -- two processes may measure at once
    figures TEXT NOT NULL, -- JSON: number by name
    PRIMARY KEY (step_ms, at_ms, pid)
  ) STRICT, WITHOUT ROWID;

  -- How healthy each row of the health page was, from one time to another; between two spans nobody looked.
  CREATE TABLE health_spans (
    id INTEGER PRIMARY KEY,
    pid INTEGER NOT NULL,
    row TEXT NOT NULL,
    level TEXT NOT NULL,
    value TEXT NOT NULL,
    from_ms REAL NOT NULL,
    until_ms REAL NOT NULL,
    UNIQUE (pid, row, from_ms)
  ) STRICT;
  CREATE INDEX health_spans_by_time ON health_spans (until_ms);

  -- The newest rows of each process, for those who ask from another one.
  CREATE TABLE health_now (
    pid INTEGER PRIMARY KEY,
    at_ms REAL NOT NULL,
    rows TEXT NOT NULL -- JSON
  ) STRICT;
  `,
  `
  -- What most filters ask of an event, in the order of events and a tenth of their size.
  CREATE INDEX events_facts ON events (seq, wall_ms, direction, bytes, type);
  `,
  `
  -- Runs of the verification suite. Their events are in the event store, which forgets them earlier.
  CREATE TABLE verification_runs (
    run_id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL, -- ISO 8601, UTC
    target TEXT NOT NULL,
    state TEXT NOT NULL,
    run TEXT NOT NULL, -- JSON
    updated_ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX verification_runs_by_time ON verification_runs (started_at);
  `,
  `
  -- SHA-256 of a file that was read to its end, by which it is known again whatever could be used of it.
  ALTER TABLE event_imports ADD COLUMN content_hash TEXT;
  CREATE INDEX event_imports_by_content ON event_imports (content_hash);
  `,
  `
  -- What the monitor and the analysis say of single events, so that lists choose by it. It goes with its event.
  CREATE TABLE event_marks (
    mark TEXT NOT NULL, -- a verdict or a cause
    event_seq INTEGER NOT NULL,
    at_ms REAL NOT NULL, -- the event's wall clock, so that bars over time need not look each event up
    PRIMARY KEY (mark, event_seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_marks_by_event ON event_marks (event_seq);
  CREATE TRIGGER event_marks_follow AFTER DELETE ON events BEGIN
    DELETE FROM event_marks WHERE event_seq = old.seq;
  END;
  -- One row: everything up to marked_seq has its marks, made by these rules; others are made anew.
  CREATE TABLE event_mark_progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rules_version INTEGER NOT NULL,
    marked_seq INTEGER NOT NULL
  ) STRICT;
  INSERT INTO event_mark_progress VALUES (1, 0, 0);
  `,
  `
  -- What people write about a session.
  ALTER TABLE sessions ADD COLUMN notes TEXT NOT NULL DEFAULT '';
  ALTER TABLE sessions ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'; -- JSON, a list of texts
  `,
  `
  -- With what a direction or a size asks for, events are counted over time without a look at them, for a fifth more room.
  DROP INDEX events_by_time;
  CREATE INDEX events_by_time ON events (wall_ms, bytes, direction);
  `,
  `
  -- What the reason of a session says, as codes; NULL where an earlier version wrote words alone.
  ALTER TABLE sessions ADD COLUMN reasons TEXT; -- JSON, a list of sentences
  `,
  `
  -- The segment whose answer had no words for this stretch of it.
  ALTER TABLE segment_jobs ADD COLUMN part_of INTEGER;
  `,
];

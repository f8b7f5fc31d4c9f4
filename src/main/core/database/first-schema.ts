import type { Migration } from './migrate.ts';

/** What the first migration makes. As all of them, it is never edited. */
export const firstSchema: Migration = `
  CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, -- a cursor: never used twice, even after pruning
    wall_ms REAL NOT NULL,
    mono_ms REAL NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    direction TEXT,
    session_id TEXT,
    target TEXT,
    connection_id TEXT,
    generation INTEGER,
    bytes INTEGER,
    raw TEXT,
    fields TEXT NOT NULL,
    reason TEXT
  ) STRICT;
  CREATE INDEX events_by_session ON events (session_id, seq);
  CREATE INDEX events_by_session_type ON events (session_id, type, seq);
  CREATE INDEX events_by_type ON events (type, seq);
  CREATE INDEX events_by_time ON events (wall_ms);

  CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL,
    title TEXT NOT NULL,
    mode TEXT NOT NULL,
    target TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    started_ms REAL NOT NULL,
    ended_ms REAL,
    owner_pid INTEGER NOT NULL, -- the process that records it, so that another start leaves it alone
    bytes_out INTEGER NOT NULL DEFAULT 0,
    bytes_in INTEGER NOT NULL DEFAULT 0,
    plain_out INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX sessions_by_start ON sessions (started_ms);

  CREATE TABLE tracks (
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    source TEXT NOT NULL,
    path TEXT NOT NULL, -- relative to the data folder
    samples INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, source)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gaps (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    source TEXT NOT NULL,
    first_sample INTEGER NOT NULL,
    sample_count INTEGER NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX gaps_by_session ON gaps (session_id);

  CREATE TABLE transcript_lines (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    start_sec REAL NOT NULL,
    end_sec REAL NOT NULL,
    text TEXT NOT NULL,
    speaker TEXT NOT NULL,
    flags TEXT NOT NULL -- JSON list
  ) STRICT;
  CREATE INDEX transcript_by_session ON transcript_lines (session_id);

  -- Chunks by reference: the audio itself stays in the track's file.
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    target TEXT NOT NULL,
    track TEXT NOT NULL, -- a source, or 'mix' when several tracks are sent as one
    first_sample INTEGER NOT NULL,
    sample_count INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    state TEXT NOT NULL, -- queued, sent, delivered, expired
    attempts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (session_id, target, track, first_sample)
  ) STRICT;
  CREATE INDEX outbox_undelivered ON outbox (session_id, id) WHERE state IN ('queued', 'sent');
  `;

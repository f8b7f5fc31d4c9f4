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
  , engine TEXT) STRICT;
CREATE INDEX sessions_by_start ON sessions (started_ms);
CREATE TABLE tracks (
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    source TEXT NOT NULL,
    path TEXT NOT NULL, -- relative to the home folder
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
  , transcript_id INTEGER REFERENCES transcripts ON DELETE CASCADE, job_id INTEGER) STRICT;
CREATE INDEX transcript_by_session ON transcript_lines (session_id);
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
CREATE TABLE event_batches (
    recorder TEXT PRIMARY KEY,
    batch INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    stored_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE event_words USING fts5 (
      words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
    );
CREATE INDEX events_of_app ON events (kind, seq) WHERE kind <> 'frame';
CREATE INDEX events_by_connection ON events (connection_id, seq) WHERE connection_id IS NOT NULL;
CREATE INDEX events_by_target ON events (target, seq) WHERE target IS NOT NULL;
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
CREATE TABLE transcripts (
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    engine TEXT NOT NULL,
    created_ms REAL NOT NULL,
    is_cut INTEGER NOT NULL DEFAULT 0, -- 1 once every segment of the session is a job
    is_cancelled INTEGER NOT NULL DEFAULT 0 -- 1 when somebody said that the rest is not to be done
  ) STRICT;
CREATE INDEX transcripts_by_session ON transcripts (session_id);
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
CREATE TABLE engine_requests (
    id INTEGER PRIMARY KEY,
    engine TEXT NOT NULL,
    sent_ms REAL NOT NULL,
    billed_sec REAL NOT NULL
  ) STRICT;
CREATE INDEX engine_requests_by_time ON engine_requests (engine, sent_ms);
CREATE VIRTUAL TABLE transcript_search USING fts5(
    text, content = 'transcript_lines', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
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
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (1, 1795756826707, 3306.488713, 'connection', 'connection.opening', NULL, '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, NULL, NULL, '{"url":"ws://127.0.0.1:38623/ws"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (2, 1795756826712, 3311.004941, 'session', 'session.recording', NULL, '20261127-052026-60c8de5d', 'built-in', NULL, NULL, NULL, NULL, '{}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (3, 1795756826712, 3311.305442, 'capture', 'capture.started', NULL, '20261127-052026-60c8de5d', NULL, NULL, NULL, NULL, NULL, '{"source":"system","from":"old.wav"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (4, 1795756826754, 3352.922864, 'frame', 'HANDSHAKE', 'out', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 112, '{"type":"HANDSHAKE","clientType":"desktop_app","version":"0.1.0","capabilities":["audio_chunk","meeting_event"]}', '{}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (5, 1795756827167, 3765.701744, 'frame', 'HANDSHAKE_ACK', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 102, '{"type":"HANDSHAKE_ACK","serverVersion":"1.0","status":"ready","timestamp":"2026-11-27T05:20:26.748Z"}', '{"status":"ready"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (6, 1795756827167, 3766.302345, 'frame', 'MEETING_EVENT', 'out', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 219, '{"type":"MEETING_EVENT","eventType":"meeting_started","data":{"meetingId":"20261127-052026-60c8de5d","eventType":"meeting_started","title":"Old planning","platform":"desktop_app","timestamp":"2026-11-27T05:20:26.543Z"}}', '{"meetingId":"20261127-052026-60c8de5d","eventType":"meeting_started"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (7, 1795756827178, 3777.51016, 'connection', 'connection.open', NULL, '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, NULL, NULL, '{}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (8, 1795756827218, 3817.551111, 'capture', 'capture.present', NULL, '20261127-052026-60c8de5d', NULL, NULL, NULL, NULL, NULL, '{"source":"system","rmsDb":-20.2,"peakDb":-6.8,"atSec":0.297125}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (9, 1795756827221, 3820.239257, 'frame', 'HANDSHAKE_ACK', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 63, '{"type":"HANDSHAKE_ACK","serverVersion":"1.0","status":"ready"}', '{"status":"ready"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (10, 1795756827228, 3827.409297, 'frame', 'MEETING_EVENT_ACK', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 82, '{"type":"MEETING_EVENT_ACK","eventType":"meeting_started","status":"acknowledged"}', '{"eventType":"meeting_started","status":"acknowledged"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (11, 1795756827240, 3838.976162, 'frame', 'AUDIO_CHUNK', 'out', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 42972, '{"type":"AUDIO_CHUNK","data":"[audio 32000 bytes sha256:962b6f834cfdbd58b33cef421380af84e8ec48ec7b2e8f19a200c56c24632083]","timestamp":"2026-11-27T05:20:27.239Z","meetingId":"20261127-052026-60c8de5d","chunkId":"20261127-052026-60c8de5d-0","metadata":{"platform":"desktop_app","meetingUrl":"scrumbot://20261127-052026-60c8de5d","chunkSize":32000,"sampleRate":16000,"channels":1,"sampleWidth":2}}', '{"meetingId":"20261127-052026-60c8de5d","chunkId":"20261127-052026-60c8de5d-0","audioBytes":32000,"audioSha256":"962b6f834cfdbd58b33cef421380af84e8ec48ec7b2e8f19a200c56c24632083"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (12, 1795756827262, 3860.884551, 'capture', 'capture.stopped', NULL, '20261127-052026-60c8de5d', NULL, NULL, NULL, NULL, NULL, '{"source":"system"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (13, 1795756827262, 3861.139657, 'session', 'session.stopping', NULL, '20261127-052026-60c8de5d', 'built-in', NULL, NULL, NULL, NULL, '{}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (14, 1795756827263, 3862.494886, 'frame', 'AUDIO_CHUNK', 'out', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 29204, '{"type":"AUDIO_CHUNK","data":"[audio 21672 bytes sha256:2ffe88ec054c3f14be2ee2eba2c235ea078215f5725f05201e30669d81548f61]","timestamp":"2026-11-27T05:20:27.263Z","meetingId":"20261127-052026-60c8de5d","chunkId":"20261127-052026-60c8de5d-16000","metadata":{"platform":"desktop_app","meetingUrl":"scrumbot://20261127-052026-60c8de5d","chunkSize":21672,"sampleRate":16000,"channels":1,"sampleWidth":2}}', '{"meetingId":"20261127-052026-60c8de5d","chunkId":"20261127-052026-60c8de5d-16000","audioBytes":21672,"audioSha256":"2ffe88ec054c3f14be2ee2eba2c235ea078215f5725f05201e30669d81548f61"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (15, 1795756827268, 3867.397725, 'frame', 'MEETING_EVENT', 'out', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 215, '{"type":"MEETING_EVENT","eventType":"meeting_ended","data":{"meetingId":"20261127-052026-60c8de5d","eventType":"meeting_ended","title":"Old planning","platform":"desktop_app","timestamp":"2026-11-27T05:20:27.268Z"}}', '{"meetingId":"20261127-052026-60c8de5d","eventType":"meeting_ended"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (16, 1795756827290, 3888.93322, 'frame', 'PROCESSING_STATUS', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 103, '{"type":"PROCESSING_STATUS","data":{"message":"Starting final processing...","stage":"initialization"}}', '{"stage":"initialization"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (17, 1795756827290, 3889.542507, 'frame', 'PROCESSING_STATUS', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 108, '{"type":"PROCESSING_STATUS","data":{"message":"Processing final audio (1677.3ms)...","stage":"final_audio"}}', '{"stage":"final_audio"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (18, 1795756829018, 5617.125895, 'frame', 'TRANSCRIPTION_RESULT', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 219, '{"type":"TRANSCRIPTION_RESULT","data":{"text":"we meet on monday at nine","confidence":null,"timestamp":"2026-11-27T05:20:29.016Z","speaker":"Unknown","chunkId":null,"is_final":true,"audioStartSec":0,"audioEndSec":1.67725}}', '{"is_final":true}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (19, 1795756829020, 5619.400289, 'frame', 'PROCESSING_STATUS', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 118, '{"type":"PROCESSING_STATUS","data":{"message":"Generating meeting summary and tasks...","stage":"summary_generation"}}', '{"stage":"summary_generation"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (20, 1795756829021, 5619.757776, 'frame', 'MEETING_SUMMARY', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 321, '{"type":"MEETING_SUMMARY","data":{"meetingId":"20261127-052026-60c8de5d","summary":{"summary":"Meeting transcript with 1 segments","key_points":["Transcript available for review"],"participants":[]},"tasks":{"tasks":[]},"participants":[],"totalChunks":1,"duration":"0:00:01.759","generatedAt":"2026-11-27T05:20:29.016Z"}}', '{"meetingId":"20261127-052026-60c8de5d"}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (21, 1795756829021, 5619.961656, 'frame', 'PROCESSING_COMPLETE', 'in', '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, 172, '{"type":"PROCESSING_COMPLETE","data":{"message":"Meeting processing completed","total_transcripts":1,"meeting_id":"20261127-052026-60c8de5d","buffer_flush_confirmed":true}}', '{}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (22, 1795756829024, 5623.210058, 'connection', 'connection.closed', NULL, '20261127-052026-60c8de5d', 'built-in', 'cc68e6ba-0a5e-4009-b4b0-dcd872090023', 1, NULL, NULL, '{"out":40817,"in":938}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (23, 1795756829027, 5626.558016, 'session', 'session.ended', NULL, '20261127-052026-60c8de5d', 'built-in', NULL, NULL, NULL, NULL, '{}', NULL);
INSERT INTO "events" (seq, wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason) VALUES (24, 1795756829043, 5641.798907, 'session', 'session.receipt', NULL, '20261127-052026-60c8de5d', NULL, NULL, NULL, NULL, NULL, '{"minutes":[{"minute":0,"capturedSec":1.677,"speechSec":1.677,"sentSec":1.677,"deliveredSec":1.677,"transcribedSec":1.677}],"notes":[],"undelivered":[]}', NULL);
INSERT INTO "sessions" (session_id, meeting_id, title, mode, target, state, reason, started_ms, ended_ms, owner_pid, bytes_out, bytes_in, plain_out, engine) VALUES ('20261127-052026-60c8de5d', '20261127-052026-60c8de5d', 'Old planning', 'stream', 'built-in', 'ended', NULL, 1795756826543, 1795756827262, 23251, 40817, 938, 72760, NULL);
INSERT INTO "tracks" (session_id, source, path, samples) VALUES ('20261127-052026-60c8de5d', 'system', 'recordings/20261127-052026-60c8de5d/system.wav', 26836);
INSERT INTO "transcript_lines" (id, session_id, start_sec, end_sec, text, speaker, flags, transcript_id, job_id) VALUES (1, '20261127-052026-60c8de5d', 0, 1.677, 'we meet on monday at nine', 'Unknown', '["final"]', NULL, NULL);
INSERT INTO "outbox" (id, session_id, target, track, first_sample, sample_count, crc, state, attempts) VALUES (1, '20261127-052026-60c8de5d', 'built-in', 'system', 0, 16000, 3362852529, 'delivered', 1);
INSERT INTO "outbox" (id, session_id, target, track, first_sample, sample_count, crc, state, attempts) VALUES (2, '20261127-052026-60c8de5d', 'built-in', 'system', 16000, 10836, 4136271155, 'delivered', 1);
INSERT INTO "event_batches" (recorder, batch, first_seq, stored_ms) VALUES ('66a8cfe1-76c5-46c1-a9d3-7b677c1bb714', 4, 18, 1795756829043);
INSERT INTO event_words (rowid, words) SELECT seq, type || ' ' || coalesce(reason, '') || ' ' || coalesce(raw, '') FROM events;
PRAGMA user_version = 4;

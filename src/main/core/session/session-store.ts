import type { Database } from 'better-sqlite3';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Annotation } from '../../../shared/session/annotation.ts';
import type { Sentence } from '../../../shared/words/all-words.ts';
import type { ByteCounts, Mode, SessionState, TranscriptLine } from '../../../shared/session/session.ts';

/** A session as it is in the database. Times are wall clock, ms since 1970. */
export type SessionRow = {
  sessionId: string;
  meetingId: string;
  title: string;
  mode: Mode;
  target: string | null;
  /** The speech engine of the mode `direct`. */
  engine: string | null;
  state: SessionState;
  reason: string | null;
  /** JSON, the same as codes; `null` where only the words are known. */
  reasons: string | null;
  startedMs: number;
  endedMs: number | null;
  ownerPid: number;
};

/** A session that is yet to be stored: without an engine, and with no reason, where none is named. */
export type NewSession = Omit<SessionRow, 'engine' | 'reasons'> & {
  engine?: string | null;
  reasons?: readonly Sentence[];
};

/** `path` is relative to the data folder. */
export type TrackRow = { source: SourceName; path: string; samples: number };

/** A stretch of a track that was not captured, in samples from the start of the session. */
export type GapRow = { firstSample: number; sampleCount: number; reason: string };

export type SessionWrites = {
  create(session: NewSession, tracks: readonly TrackRow[]): void;
  setState(
    sessionId: string,
    change: {
      state: SessionState;
      reason: string | null;
      reasons?: readonly Sentence[];
      endedMs: number | null;
    },
  ): void;
  setTarget(sessionId: string, target: string): void;
  /** What is left out stays. */
  annotate(sessionId: string, annotation: Annotation): void;
  setBytes(sessionId: string, bytes: ByteCounts): void;
  /** Adds to what the session has sent and received so far. */
  addBytes(sessionId: string, bytes: ByteCounts): void;
  /** The words of targets; those of speech engines stay. */
  clearTranscript(sessionId: string): void;
  setTrackSamples(sessionId: string, source: SourceName, samples: number): void;
  setTrackPath(sessionId: string, source: SourceName, path: string): void;
  /** Adds a gap, or lengthens the one for the same reason that begins there. */
  addGap(sessionId: string, source: SourceName, gap: GapRow): void;
  addTranscriptLine(sessionId: string, line: TranscriptLine): void;
  /** Its tracks, gaps, transcript and chunks go with it. */
  delete(sessionId: string): void;
};

export function sessionWrites(db: Database): SessionWrites {
  const insertSession = db.prepare<SessionRow>(`
    INSERT INTO sessions
      (session_id, meeting_id, title, mode, target, engine, state, reason, reasons, started_ms, ended_ms, owner_pid)
    VALUES
      (@sessionId, @meetingId, @title, @mode, @target, @engine, @state, @reason, @reasons, @startedMs, @endedMs, @ownerPid)`);
  const insertTrack = db.prepare<TrackRow & { sessionId: string }>(
    'INSERT INTO tracks (session_id, source, path, samples) VALUES (@sessionId, @source, @path, @samples)',
  );
  const create = db.transaction((session: NewSession, tracks: readonly TrackRow[]) => {
    const { engine = null, reasons } = session;
    insertSession.run({ ...session, engine, reasons: jsonOf(reasons) });
    for (const track of tracks) insertTrack.run({ sessionId: session.sessionId, ...track });
  });
  const setState = db.prepare<[string, string | null, string | null, number | null, string]>(
    'UPDATE sessions SET state = ?, reason = ?, reasons = ?, ended_ms = ? WHERE session_id = ?',
  );
  const setTarget = db.prepare<[string, string]>('UPDATE sessions SET target = ? WHERE session_id = ?');
  const annotate = db.prepare<{
    sessionId: string;
    title: string | null;
    notes: string | null;
    tags: string | null;
  }>(
    `UPDATE sessions SET title = coalesce(@title, title), notes = coalesce(@notes, notes), tags = coalesce(@tags, tags)
     WHERE session_id = @sessionId`,
  );
  const setBytes = db.prepare<[number, number, number, string]>(
    'UPDATE sessions SET bytes_out = ?, bytes_in = ?, plain_out = ? WHERE session_id = ?',
  );
  const addBytes = db.prepare<[number, number, number, string]>(
    `UPDATE sessions SET bytes_out = bytes_out + ?, bytes_in = bytes_in + ?, plain_out = plain_out + ?
     WHERE session_id = ?`,
  );
  const clearLines = db.prepare<[string]>(
    'DELETE FROM transcript_lines WHERE session_id = ? AND transcript_id IS NULL',
  );
  const setSamples = db.prepare<[number, string, string]>(
    'UPDATE tracks SET samples = ? WHERE session_id = ? AND source = ?',
  );
  const setPath = db.prepare<[string, string, string]>(
    'UPDATE tracks SET path = ? WHERE session_id = ? AND source = ?',
  );
  const insertGap = db.prepare<GapRow & { sessionId: string; source: string }>(`
    INSERT INTO gaps (session_id, source, first_sample, sample_count, reason)
    VALUES (@sessionId, @source, @firstSample, @sampleCount, @reason)`);
  const lengthenGap = db.prepare<GapRow & { sessionId: string; source: string }>(`
    UPDATE gaps SET sample_count = @sampleCount
    WHERE session_id = @sessionId AND source = @source AND first_sample = @firstSample AND reason = @reason`);
  const addOrLengthen = db.transaction((gap: GapRow & { sessionId: string; source: string }) => {
    if (lengthenGap.run(gap).changes === 0) insertGap.run(gap);
  });
  const insertLine = db.prepare<Omit<TranscriptLine, 'flags'> & { sessionId: string; flags: string }>(`
    INSERT INTO transcript_lines (session_id, start_sec, end_sec, text, speaker, flags)
    VALUES (@sessionId, @startSec, @endSec, @text, @speaker, @flags)`);
  const remove = db.prepare<[string]>('DELETE FROM sessions WHERE session_id = ?');

  return {
    create: (session, tracks) => create(session, tracks),
    setState: (sessionId, { state, reason, reasons, endedMs }) =>
      void setState.run(state, reason, jsonOf(reasons), endedMs, sessionId),
    annotate: (sessionId, { title = null, notes = null, tags }) =>
      void annotate.run({ sessionId, title, notes, tags: jsonOf(tags) }),
    setTarget: (sessionId, target) => void setTarget.run(target, sessionId),
    setBytes: (sessionId, bytes) => void setBytes.run(bytes.out, bytes.in, bytes.plainOut, sessionId),
    addBytes: (sessionId, bytes) => void addBytes.run(bytes.out, bytes.in, bytes.plainOut, sessionId),
    clearTranscript: (sessionId) => void clearLines.run(sessionId),
    setTrackSamples: (sessionId, source, samples) => void setSamples.run(samples, sessionId, source),
    setTrackPath: (sessionId, source, path) => void setPath.run(path, sessionId, source),
    addGap: (sessionId, source, gap) => addOrLengthen({ sessionId, source, ...gap }),
    addTranscriptLine: (sessionId, line) =>
      void insertLine.run({ sessionId, ...line, flags: JSON.stringify(line.flags) }),
    delete: (sessionId) => void remove.run(sessionId),
  };
}

/** A list as it is stored; `null` where there is none. */
function jsonOf(list: readonly unknown[] | undefined): string | null {
  return list === undefined ? null : JSON.stringify(list);
}

/** A session with what is counted for it: samples of its longest track, and chunks that no target has got yet. */
export type StoredSession = SessionRow & {
  samples: number;
  undelivered: number;
  hasWords: number;
  notes: string;
  /** JSON, a list of texts. */
  tags: string;
};

export type SessionReads = {
  /** Newest first. */
  list(limit: number): StoredSession[];
  find(sessionId: string): (StoredSession & { bytes: ByteCounts }) | null;
  listTracks(sessionId: string): (TrackRow & { gaps: GapRow[] })[];
  /**
   * The words of one transcript; without its id those that a session shows: a target's, or the first engine's where
   * there is none of a target.
   */
  listTranscript(sessionId: string, transcriptId?: number): TranscriptLine[];
  /** Sessions that no stop was written for: running ones, and those that were cut off. */
  listUnfinished(): SessionRow[];
};

const columns = `
  session_id AS sessionId, meeting_id AS meetingId, title, mode, target, engine, state, reason, reasons,
  started_ms AS startedMs, ended_ms AS endedMs, owner_pid AS ownerPid,
  coalesce((SELECT max(samples) FROM tracks t WHERE t.session_id = s.session_id), 0) AS samples,
  (SELECT count(*) FROM outbox o WHERE o.session_id = s.session_id AND o.state IN ('queued', 'sent')) AS undelivered,
  EXISTS (SELECT 1 FROM transcript_lines l WHERE l.session_id = s.session_id) AS hasWords, notes, tags`;

export function sessionReads(db: Database): SessionReads {
  const list = db.prepare<[number], StoredSession>(
    `SELECT ${columns} FROM sessions s ORDER BY started_ms DESC, session_id DESC LIMIT ?`,
  );
  const find = db.prepare<[string], StoredSession & { bytesOut: number; bytesIn: number; plainOut: number }>(`
    SELECT ${columns}, bytes_out AS bytesOut, bytes_in AS bytesIn, plain_out AS plainOut
    FROM sessions s WHERE session_id = ?`);
  const unfinished = db.prepare<[], SessionRow>(
    `SELECT ${columns} FROM sessions s WHERE state IN ('starting', 'recording', 'stopping')`,
  );
  const tracks = db.prepare<[string], TrackRow>(
    'SELECT source, path, samples FROM tracks WHERE session_id = ? ORDER BY source DESC',
  );
  const gaps = db.prepare<[string], GapRow & { source: string }>(`
    SELECT source, first_sample AS firstSample, sample_count AS sampleCount, reason
    FROM gaps WHERE session_id = ? ORDER BY first_sample`);
  const transcript = db.prepare<
    { sessionId: string; transcriptId: number | null },
    Omit<TranscriptLine, 'flags'> & { flags: string }
  >(`
    SELECT start_sec AS startSec, end_sec AS endSec, text, speaker, flags
    FROM transcript_lines WHERE session_id = @sessionId AND transcript_id IS coalesce(@transcriptId,
      CASE WHEN NOT EXISTS (SELECT 1 FROM transcript_lines WHERE session_id = @sessionId AND transcript_id IS NULL)
      THEN (SELECT min(id) FROM transcripts WHERE session_id = @sessionId) END)
    ORDER BY start_sec, id`);

  return {
    list: (limit) => list.all(limit),
    find(sessionId) {
      const row = find.get(sessionId);
      if (row === undefined) return null;
      const { bytesOut, bytesIn, plainOut, ...session } = row;
      return { ...session, bytes: { out: bytesOut, in: bytesIn, plainOut } };
    },
    listTracks(sessionId) {
      const all = gaps.all(sessionId);
      return tracks.all(sessionId).map((track) => ({
        ...track,
        gaps: all
          .filter((gap) => gap.source === track.source)
          .map(({ firstSample, sampleCount, reason }) => ({ firstSample, sampleCount, reason })),
      }));
    },
    listTranscript: (sessionId, transcriptId) =>
      transcript
        .all({ sessionId, transcriptId: transcriptId ?? null })
        .map((line) => ({ ...line, flags: JSON.parse(line.flags) as string[] })),
    listUnfinished: () => unfinished.all(),
  };
}

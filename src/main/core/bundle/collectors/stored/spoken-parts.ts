import { definePart } from '../part.ts';
import { safeId } from '../safe-fields.ts';
import type { Source } from '../../source/source.ts';
import { sentence } from '../../../../../shared/words/all-words.ts';

type LineRow = { sessionId: string; startSec: number; endSec: number; text: string; speaker: string };

/** What was said, for those who asked for it: secrets and addresses are still taken out of it. */
export const transcriptsPart = definePart<LineRow>({
  id: 'transcripts',
  file: 'transcripts.jsonl',
  title: sentence('bundle.part.transcripts'),
  rows: (source) => lineRows(source),
  show: ({ sessionId, startSec, endSec, text, speaker }, { redactor }) =>
    JSON.stringify({
      sessionId: safeId(sessionId, redactor),
      startSec,
      endSec,
      speaker: redactor.token('name', speaker),
      text: redactor.text(text),
    }),
  plant: (canary) => [
    {
      sessionId: canary,
      startSec: 0,
      endSec: 1,
      text: `the key is password=${canary} at wss://u:${canary}@x.example/`,
      speaker: canary,
    },
  ],
});

function lineRows({ db, window, missing }: Source): LineRow[] {
  try {
    const bySession = window.sessionId === null ? '' : 'AND s.session_id = @sessionId';
    return (
      db
        ?.prepare<object, LineRow>(
          `SELECT l.session_id AS sessionId, start_sec AS startSec, end_sec AS endSec, text, speaker
           FROM transcript_lines l JOIN sessions s ON s.session_id = l.session_id
           WHERE s.started_ms <= @toMs AND coalesce(s.ended_ms, s.started_ms) >= @fromMs ${bySession}
           ORDER BY s.started_ms DESC, l.start_sec DESC LIMIT 200000`,
        )
        .all(window.sessionId === null ? { fromMs: window.fromMs, toMs: window.toMs } : window) ?? []
    );
  } catch {
    missing.push("Transcripts couldn't be read: the database is damaged there.");
    return [];
  }
}

export type AudioFile = { name: string; path: string };

/** The tracks of the window's sessions, the newest first; sound goes in as it is. */
export function audioFiles({ db, window, missing }: Source): AudioFile[] {
  try {
    const rows =
      db
        ?.prepare<object, { sessionId: string; source: string; path: string }>(
          `SELECT t.session_id AS sessionId, t.source, t.path FROM tracks t JOIN sessions s ON s.session_id = t.session_id
           WHERE s.started_ms <= @toMs AND coalesce(s.ended_ms, s.started_ms) >= @fromMs
             AND (@sessionId IS NULL OR s.session_id = @sessionId)
           ORDER BY s.started_ms DESC, t.source DESC LIMIT 500`,
        )
        .all(window) ?? [];
    return rows.map(({ source, path }, index) => ({
      name: `audio/${index + 1}-${source === 'microphone' ? 'microphone' : 'system'}.wav`,
      path,
    }));
  } catch {
    missing.push("The list of tracks couldn't be read: the database is damaged there.");
    return [];
  }
}

import type { Database } from 'better-sqlite3';
import type { SearchHit } from '../../../../shared/session/transcripts.ts';
import { hiddenFlags } from '../../../../shared/session/transcripts.ts';

export type SearchReads = {
  /** Lines of all sessions with all of the words, best first; the last word may be unfinished. */
  search(query: string, limit: number): SearchHit[];
};

export function searchReads(db: Database): SearchReads {
  const search = db.prepare<[string, string, number], Omit<SearchHit, 'startedAt'> & { startedMs: number }>(`
    SELECT l.session_id AS sessionId, s.title, s.started_ms AS startedMs, l.transcript_id AS transcriptId,
      coalesce(t.engine, s.target) AS engine, l.start_sec AS startSec, l.end_sec AS endSec, l.text, l.speaker
    FROM transcript_search f
    JOIN transcript_lines l ON l.id = f.rowid
    JOIN sessions s ON s.session_id = l.session_id
    LEFT JOIN transcripts t ON t.id = l.transcript_id
    WHERE transcript_search MATCH ?
      AND NOT EXISTS (SELECT 1 FROM json_each(l.flags) WHERE value IN (SELECT value FROM json_each(?)))
    ORDER BY f.rank, s.started_ms DESC, l.start_sec LIMIT ?`);
  return {
    search(query, limit) {
      const match = matchOf(query);
      if (match === null) return [];
      return search
        .all(match, JSON.stringify(hiddenFlags), limit)
        .map(({ startedMs, ...hit }) => ({ ...hit, startedAt: new Date(startedMs).toISOString() }));
    },
  };
}

/** FTS5's own signs are nobody's business: every word is quoted, the last one also finds longer words. */
function matchOf(query: string): string | null {
  const words = query.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0) return null;
  return `${words.map((word) => `"${word}"`).join(' ')}*`;
}

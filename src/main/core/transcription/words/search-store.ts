import type { Database, Statement } from 'better-sqlite3';
import { hiddenFlags } from '../../../../shared/session/transcript/hidden-flags.ts';
import type { SearchHit } from '../../../../shared/session/transcript/transcripts.ts';
import { mayBeFolded, readQuery, widerMatch, type AmongSigns } from './search-query.ts';

export type SearchReads = {
  /**
   * Lines of all sessions with all of the words, best first; the last word may be unfinished. Words in quotes stand together, signs
   * (`C++`, `3.5`) are searched as they are written, and scripts without spaces anywhere in a line.
   */
  search(query: string, limit: number): SearchHit[];
};

type Row = Omit<SearchHit, 'startedAt'> & { startedMs: number };
type Search = { match: string; first: string; rest: string; hidden: string; limit: number };

// Lines that have the letters anywhere, of which most may have them within other words.
const mostAmongSigns = 2_000;

export function searchReads(db: Database): SearchReads {
  const lines = (from: string, where: string, order: string): string => `
    SELECT l.session_id AS sessionId, s.title, s.started_ms AS startedMs, l.transcript_id AS transcriptId,
      coalesce(t.engine, s.target) AS engine, l.start_sec AS startSec, l.end_sec AS endSec, l.text, l.speaker
    FROM ${from}
    JOIN sessions s ON s.session_id = l.session_id
    LEFT JOIN transcripts t ON t.id = l.transcript_id
    WHERE ${where}
      AND (@rest = '[]' OR NOT EXISTS
        (SELECT 1 FROM json_each(@rest) WHERE instr(replace(lower(l.text), '’', ''''), value) = 0))
      AND (l.flags = '[]' OR NOT EXISTS
        (SELECT 1 FROM json_each(l.flags) WHERE value IN (SELECT value FROM json_each(@hidden))))
    ORDER BY ${order} s.started_ms DESC, l.start_sec LIMIT @limit`;
  const byWords = db.prepare<[Search], Row>(
    lines(
      'transcript_search f JOIN transcript_lines l ON l.id = f.rowid',
      'transcript_search MATCH @match AND @first IS NOT NULL',
      'f.rank,',
    ),
  );
  // No index holds parts of words. One pass over 100,000 lines takes some 20 ms.
  const byText = db.prepare<[Search], Row>(
    lines('transcript_lines l', 'instr(lower(l.text), @first) > 0 AND @match IS NOT NULL', ''),
  );
  let terms: Statement<[], { term: string }> | null = null;

  /** Nobody who looks for `pawel` or `strasse` finds it by its letters alone: words that differ in nothing but such signs count. */
  function asWritten(match: string, asked: Search): Row[] {
    if (!mayBeFolded.test(match)) return [];
    if (terms === null) {
      db.exec(
        "CREATE VIRTUAL TABLE temp.transcript_terms USING fts5vocab('main', 'transcript_search', 'row')",
      );
      // From this sign on no letter has an accent, and each line of Chinese has terms of its own.
      terms = db.prepare("SELECT term FROM temp.transcript_terms WHERE term < '⺀'");
    }
    const known = terms.all().map(({ term }) => term);
    const wider = widerMatch(match, known);
    return wider === null ? [] : byWords.all({ ...asked, match: wider });
  }

  /** A name or a number in a line of Chinese or Japanese is a part of one long word to the index. */
  function amongSigns({ parts, isIn }: AmongSigns, asked: Search, found: readonly Row[]): Row[] {
    const [first = '', ...rest] = parts;
    const all = byText.all({ ...asked, first, rest: JSON.stringify(rest), limit: mostAmongSigns });
    const keyOf = ({ transcriptId, sessionId, startSec, text }: Row): string =>
      JSON.stringify([transcriptId, sessionId, startSec, text]);
    const known = new Set(found.map(keyOf));
    return all.filter((row) => isIn(row.text) && !known.has(keyOf(row))).slice(0, asked.limit - found.length);
  }

  return {
    search(query, limit) {
      const { match, parts, among } = readQuery(query);
      const [first] = parts;
      if (match === null && first === undefined) return [];
      const rest = JSON.stringify(match === null ? parts.slice(1) : parts);
      const asked = {
        match: match ?? '',
        first: first ?? '',
        rest,
        hidden: JSON.stringify(hiddenFlags),
        limit,
      };
      const found = (match === null ? byText : byWords).all(asked);
      if (match !== null && found.length < limit) found.push(...amongSigns(among, asked, found));
      const hits = found.length > 0 || match === null ? found : asWritten(match, asked);
      return hits.map(({ startedMs, ...hit }) => ({ ...hit, startedAt: new Date(startedMs).toISOString() }));
    },
  };
}

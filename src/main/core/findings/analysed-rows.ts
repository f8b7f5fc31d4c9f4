import type { Database } from 'better-sqlite3';
import type { AnalysisRange } from '../../../shared/events/findings.ts';
import type { AnalysedEvent } from '../monitor/monitor.ts';

/** What the analysis looks at, page by page in the order in which it was recorded. */
export type AnalysedRows = {
  /** `lastSeq` of the answer is where to go on. */
  after(seq: number, lastSeq: number): { events: AnalysedEvent[]; lastSeq: number; isLast: boolean };
};

type Row = Omit<AnalysedEvent, 'fields'> & { fields: string };
type PageValues = AnalysisRange & { afterSeq: number; lastSeq: number; rowsAtOnce: number };

const rowsAtOnce = 500;

export function analysedRows(db: Database, range: AnalysisRange): AnalysedRows {
  const page = db.prepare<[PageValues], Row>(pageSql(range));
  return {
    after(afterSeq, lastSeq) {
      const rows = page.all({ ...range, afterSeq, lastSeq, rowsAtOnce });
      const isLast = rows.length < rowsAtOnce;
      return { events: rows.map(eventOf), lastSeq: isLast ? lastSeq : (rows.at(-1)?.seq ?? lastSeq), isLast };
    },
  };
}

export const analysedColumns = `seq, wall_ms AS wallMs, mono_ms AS monoMs, kind, type, direction,
  session_id AS sessionId, target, connection_id AS connectionId, generation, bytes, raw, fields`;

// A capture of last week that is imported now is looked at now.
const recordedOrImported = `(wall_ms >= @sinceMs OR EXISTS (
  SELECT 1 FROM event_imports WHERE imported_ms >= @sinceMs AND events.seq BETWEEN first_seq AND last_seq))`;

/** Values are bound, only fixed text is put together. */
function pageSql(range: AnalysisRange): string {
  const where = [
    'seq > @afterSeq',
    'seq <= @lastSeq',
    "kind IN ('frame', 'connection')",
    range.sessionId !== undefined && 'session_id = @sessionId',
    range.target !== undefined && 'target = @target',
    range.sinceMs !== undefined && (range.untilMs === undefined ? recordedOrImported : 'wall_ms >= @sinceMs'),
    range.untilMs !== undefined && 'wall_ms < @untilMs',
  ].filter((condition) => condition !== false);
  return `SELECT ${analysedColumns} FROM events WHERE ${where.join(' AND ')} ORDER BY seq LIMIT @rowsAtOnce`;
}

const noFields: AnalysedEvent['fields'] = {};

// The other fields repeat what the frame itself says.
const neededFields = /"(?:audioSha256|deliveries|track|keptChars)"/;

/** The row itself with its fields: a copy of each would be a million objects more. */
function eventOf(row: Row): AnalysedEvent {
  const fields = neededFields.test(row.fields)
    ? (JSON.parse(row.fields) as AnalysedEvent['fields'])
    : noFields;
  return Object.assign(row as Omit<Row, 'fields'>, { fields });
}

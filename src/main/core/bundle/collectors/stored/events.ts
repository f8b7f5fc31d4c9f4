import type { Database } from 'better-sqlite3';
import { eventKinds } from '../../../../../shared/events/event-names.ts';
import type { Source } from '../../source/source.ts';
import { definePart } from '../part.ts';
import { safeFields, safeId, safeTarget, shapeOf } from '../safe-fields.ts';
import { sentence } from '../../../../../shared/words/all-words.ts';

type EventRow = {
  seq: number;
  wallMs: number;
  monoMs: number;
  kind: string;
  type: string;
  direction: string | null;
  sessionId: string | null;
  target: string | null;
  connectionId: string | null;
  generation: number | null;
  bytes: number | null;
  raw: string | null;
  fields: string;
  reason: string | null;
};

const pageSize = 400;
// A frame this long is audio that was not recognised as such; its shape is not worth parsing it.
const longestParsed = 65_536;

/** Recorded events, the newest first: what happened when, with the shape of each frame and without its words. */
export const eventsPart = definePart<EventRow>({
  id: 'events',
  file: 'events.jsonl',
  title: sentence('bundle.part.events'),
  rows: (source) => (source.db === null ? [] : eventRows(source.db, source)),
  count: (source) => countRows(source),
  show(row, { redactor }) {
    // Words of a file that was imported are of whoever made it.
    const isOurs = row.kind !== 'frame';
    return JSON.stringify({
      seq: row.seq,
      at: new Date(row.wallMs).toISOString(),
      wallMs: row.wallMs,
      monoMs: row.monoMs,
      kind: eventKinds.some((kind) => kind === row.kind) ? row.kind : 'other',
      type: redactor.name(row.type),
      direction: row.direction === 'in' || row.direction === 'out' ? row.direction : null,
      sessionId: safeId(row.sessionId, redactor),
      target: safeTarget(row.target, redactor),
      connectionId: safeId(row.connectionId, redactor),
      generation: row.generation,
      bytes: row.bytes,
      reason:
        row.reason === null
          ? null
          : isOurs
            ? redactor.sentence(row.reason)
            : beginningOf(redactor.sentence(row.reason)),
      fields: isOurs ? safeFields(parsed(row.fields), redactor) : frameFields(row, redactor),
      frame: row.raw === null ? null : frameOf(row.raw, redactor),
    });
  },
  plant: (canary) => [
    plantedEvent({
      reason: canary,
      raw: JSON.stringify({ type: canary, data: { text: canary, [canary]: canary } }),
    }),
    plantedEvent({
      kind: 'connection',
      type: canary,
      target: canary,
      sessionId: canary,
      connectionId: canary,
    }),
    plantedEvent({
      kind: 'session',
      reason: `The target said "${canary}" (token=${canary}).`,
      fields: JSON.stringify({
        title: canary,
        from: canary,
        list: [canary],
        deep: { url: `wss://u:${canary}@x/` },
      }),
    }),
    plantedEvent({ raw: canary, fields: canary, direction: canary, kind: canary }),
  ],
});

function plantedEvent(change: Partial<EventRow>): EventRow {
  const empty = {
    direction: null,
    sessionId: null,
    target: null,
    connectionId: null,
    generation: null,
    bytes: null,
  };
  const row = {
    seq: 0,
    wallMs: 0,
    monoMs: 0,
    kind: 'frame',
    type: 'AUDIO_CHUNK',
    raw: null,
    fields: '{}',
    reason: null,
  };
  return { ...empty, ...row, ...change };
}

/** A chunk of ours is named by its first sample, which tells where its sound is in the track and nothing else. */
function frameFields({ fields, sessionId }: EventRow, redactor: Source['redactor']): unknown {
  const given = parsed(fields);
  const shape = shapeOf(given, redactor);
  if (typeof shape !== 'object' || shape === null || sessionId === null) return shape;
  const chunkId = (given as { chunkId?: unknown } | null)?.chunkId;
  const isOwn = typeof chunkId === 'string' && chunkId.startsWith(`${sessionId}-`);
  const firstSample = isOwn ? /^\d{1,12}$/.exec(chunkId.slice(sessionId.length + 1))?.[0] : undefined;
  return firstSample === undefined ? shape : { ...shape, firstSample: Number(firstSample) };
}

/** A reader's message about a frame ends with a piece of the frame. */
function beginningOf(reason: string): string {
  return reason.split(/[:<]/, 1)[0] ?? '';
}

function frameOf(raw: string, redactor: Source['redactor']): unknown {
  if (raw.length > longestParsed) return `text(${raw.length})`;
  try {
    return shapeOf(JSON.parse(raw), redactor);
  } catch {
    return `not JSON, text(${raw.length})`;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return { damaged: json };
  }
}

// In pages that are read whole: a statement that stays open would keep the log of a running app from shrinking.
function* eventRows(db: Database, { window, missing }: Source): Generator<EventRow> {
  const bySession = window.sessionId === null ? '' : 'AND session_id = @sessionId';
  const page = db.prepare<object, EventRow>(`
    SELECT seq, wall_ms AS wallMs, mono_ms AS monoMs, kind, type, direction, session_id AS sessionId, target,
      connection_id AS connectionId, generation, bytes,
      CASE WHEN length(raw) > ${longestParsed} THEN substr(raw, 1, ${longestParsed + 1}) ELSE raw END AS raw, fields, reason
    FROM events WHERE seq < @before AND seq >= @first ${bySession}
      AND +wall_ms >= @fromMs AND +wall_ms <= @toMs
    ORDER BY seq DESC LIMIT ${pageSize}`);
  const { fromMs, toMs, sessionId } = window;
  try {
    const bounds = db
      .prepare<[number], { first: number | null }>('SELECT min(+seq) AS first FROM events WHERE wall_ms >= ?')
      .get(fromMs);
    if (bounds?.first === null || bounds === undefined) return;
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = page.all({
        before,
        first: bounds.first,
        fromMs,
        toMs,
        ...(sessionId !== null && { sessionId }),
      });
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return;
      before = last.seq;
    }
  } catch {
    missing.push(
      "Events older than the last one in events.jsonl couldn't be read: the database is damaged there.",
    );
  }
}

function countRows({ db, window }: Source): number | null {
  try {
    const values = { fromMs: window.fromMs, toMs: window.toMs };
    const where = 'wall_ms >= @fromMs AND wall_ms <= @toMs';
    const sql = window.sessionId === null ? `SELECT count(*) AS n FROM events WHERE ${where}` : null;
    if (db === null) return null;
    if (sql !== null) return db.prepare<object, { n: number }>(sql).get(values)?.n ?? null;
    return (
      db
        .prepare<[string | null], { n: number }>('SELECT count(*) AS n FROM events WHERE session_id = ?')
        .get(window.sessionId)?.n ?? null
    );
  } catch {
    return null;
  }
}

import type { EventConditions, EventFilter } from '../../../shared/events/events.ts';
import { searchQuery } from '../../../shared/events/event-words.ts';

/** Whether an event has this word or phrase, given as a query of FTS5. */
export type IsKnownWord = (query: string) => boolean;

type Values = Record<string, string | number>;

/** The events that a filter asks for as SQL: values are bound, only fixed text is put together. */
export type MatchingEvents = {
  from: string;
  /** Enough to count them: without the events themselves where the index of words tells all. */
  countFrom: string;
  seq: string;
  where: string;
  values: Values;
};

/**
 * The statement for a page of events, newest first; with `afterSeq` oldest first. `null` when no event can match.
 */
export function selectEvents(
  filter: EventFilter & { limit: number },
  isKnown: IsKnownWord,
): { sql: string; values: Values } | null {
  const { limit, beforeSeq, afterSeq, ...conditions } = filter;
  const matching = whereOf(conditions, isKnown, { beforeSeq, afterSeq });
  if (matching === null) return null;
  const { from, seq, where, values } = matching;
  return {
    sql: `
      SELECT seq, wall_ms AS wallMs, mono_ms AS monoMs, kind, type, direction, session_id AS sessionId, target,
        connection_id AS connectionId, generation, bytes, raw, fields, reason
      FROM ${from}
      ${where}
      ORDER BY ${seq} ${afterSeq === undefined ? 'DESC' : 'ASC'}
      LIMIT @limit`,
    values: { ...values, limit },
  };
}

/**
 * What a filter asks for. A search by text walks the index of words in the order of events and looks each one up,
 * so that the first page costs the same whether a word is rare or in every event.
 */
export function whereOf(
  conditions: EventConditions,
  isKnown: IsKnownWord,
  cursor: { beforeSeq?: number | undefined; afterSeq?: number | undefined } = {},
): MatchingEvents | null {
  const { text, ...rest } = conditions;
  const isSearch = text !== undefined && text.trim() !== '';
  const seq = isSearch ? 'event_words.rowid' : 'seq';
  const where: string[] = [];
  const values: Values = {};
  const add = (condition: string, name: string, value: string | number): void => {
    where.push(condition.replaceAll('$seq', seq));
    values[name] = value;
  };

  if (isSearch) {
    // The type is among the words, so that the index passes over events of other types by itself.
    const query = searchQuery(text, isKnown, rest.type);
    if (query === null) return null;
    add('event_words MATCH @text', 'text', query);
    if (rest.sessionId !== undefined) where.push(...boundsOfSession);
  }
  for (const [name, value] of Object.entries({ ...rest, ...cursor })) {
    if (value === undefined) continue;
    add(conditionSql[name as keyof typeof conditionSql], name, value);
    // The index of the app's own events has no frames, and SQLite has to be told that none is asked for.
    if (name === 'kind' && value !== 'frame') where.push("kind <> 'frame'");
  }
  // CROSS JOIN keeps the order: words first.
  const from = isSearch ? 'event_words CROSS JOIN events ON seq = event_words.rowid' : 'events';
  return {
    from,
    countFrom: isSearch && where.length === 1 ? 'event_words' : from,
    seq,
    where: where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`,
    values,
  };
}

const conditionSql = {
  sessionId: 'session_id = @sessionId',
  type: 'type = @type',
  kind: 'kind = @kind',
  direction: 'direction = @direction',
  target: 'target = @target',
  connectionId: 'connection_id = @connectionId',
  // The clock may jump, so time is no order. Its index tells where to begin, and the walk goes by seq: the plus before
  // wall_ms keeps SQLite from walking by time and sorting all of it. Without the plus before seq, it looks for the
  // smallest by walking the table from its start.
  sinceMs: '+wall_ms >= @sinceMs AND $seq >= (SELECT min(+seq) FROM events WHERE wall_ms >= @sinceMs)',
  untilMs: '+wall_ms < @untilMs AND $seq <= (SELECT max(+seq) FROM events WHERE wall_ms < @untilMs)',
  beforeSeq: '$seq < @beforeSeq',
  afterSeq: '$seq > @afterSeq',
} as const;

// A session's events lie together, so a search within it need not walk all the others.
const boundsOfSession = [
  'event_words.rowid >= (SELECT min(seq) FROM events WHERE session_id = @sessionId)',
  'event_words.rowid <= (SELECT max(seq) FROM events WHERE session_id = @sessionId)',
];

/** The same conditions for counting by time alone: the index of times tells it, without a look at the events. */
export function isTimeOnly(conditions: EventConditions): boolean {
  return Object.entries(conditions).every(
    ([name, value]) => value === undefined || name === 'sinceMs' || name === 'untilMs',
  );
}

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
  /** The column of the event's number, and that of its time. */
  seq: string;
  wall: string;
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
      SELECT events.seq, wall_ms AS wallMs, mono_ms AS monoMs, kind, type, direction, session_id AS sessionId, target,
        connection_id AS connectionId, generation, bytes, raw, fields, reason
      FROM ${from}
      ${where}
      ORDER BY ${seq} ${afterSeq === undefined ? 'DESC' : 'ASC'}
      LIMIT @limit`,
    values: { ...values, limit },
  };
}

/**
 * How many events match for each bar of `stepMs`. `null` when no event can match.
 */
export function selectBars(
  conditions: EventConditions,
  isKnown: IsKnownWord,
  bars: { fromMs: number; stepMs: number },
  isFrequent: (type: string) => boolean,
): { sql: string; values: Values } | null {
  const matching = whereOf(conditions, isKnown);
  if (matching === null) return null;
  const isFew = ['sessionId', 'kind', 'target', 'connectionId'] as const;
  const { type } = conditions;
  const from =
    matching.from === 'events' &&
    isFew.every((name) => conditions[name] === undefined) &&
    // Few of a type are looked up one by one; many are found sooner by a walk over the times of all.
    (type === undefined || isFrequent(type))
      ? walks.facts.from
      : matching.countFrom === 'event_marks'
        ? matching.countFrom
        : matching.from;
  return {
    sql: `
      SELECT cast((${matching.wall} - @fromMs) / @stepMs AS INTEGER) AS bar, count(*) AS count
      FROM ${from} ${matching.where} GROUP BY bar`,
    values: { ...matching.values, ...bars },
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
  const { text, verdict, cause, ...rest } = conditions;
  const isSearch = text !== undefined && text.trim() !== '';
  const [mark, otherMark] = [verdict, cause].filter((name) => name !== undefined);
  const walk = isSearch ? walks.words : mark !== undefined ? walks.marks : walkOf(rest);
  // Without the events themselves, whose time the marks have.
  const isMarkOnly = walk === walks.marks && isTimeOnly(rest);
  const where: string[] = [];
  const values: Values = {};
  const add = (condition: string, name: string, value: string | number): void => {
    where.push(condition.replaceAll('$seq', walk.seq).replaceAll('$wall', walk.wall));
    values[name] = value;
  };

  if (isSearch) {
    // The type is among the words, so that the index passes over events of other types by itself.
    const query = searchQuery(text, isKnown, rest.type);
    if (query === null) return null;
    add('event_words MATCH @text', 'text', query);
  }
  if (mark !== undefined) add(isSearch ? isMarked('mark') : 'mark = @mark', 'mark', mark);
  if (otherMark !== undefined) add(isMarked('otherMark'), 'otherMark', otherMark);
  if (walk.isOfOwn && rest.sessionId !== undefined) {
    where.push(...boundsOfSession.map((bound) => bound.replaceAll('$seq', walk.seq)));
  }
  for (const [name, value] of Object.entries({ ...rest, ...cursor })) {
    if (value === undefined) continue;
    add(conditionSql[name as keyof typeof conditionSql], name, value);
    // The index of the app's own events has no frames, and SQLite has to be told that none is asked for.
    if (name === 'kind' && value !== 'frame') where.push("kind <> 'frame'");
  }
  return {
    from: walk.from,
    countFrom: isMarkOnly ? 'event_marks' : isSearch && where.length === 1 ? 'event_words' : walk.from,
    seq: walk.seq,
    wall: walk.wall,
    where: where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`,
    values,
  };
}

/** How the events that may match are walked, in their order; with `isOfOwn` not by the table of events itself. */
type Walk = { from: string; seq: string; wall: string; isOfOwn: boolean };

// CROSS JOIN keeps the order: words or marks first.
const walks = {
  words: {
    from: 'event_words CROSS JOIN events ON events.seq = event_words.rowid',
    seq: 'event_words.rowid',
    wall: 'wall_ms',
    isOfOwn: true,
  },
  marks: {
    from: 'event_marks CROSS JOIN events ON events.seq = event_marks.event_seq',
    seq: 'event_marks.event_seq',
    wall: 'at_ms',
    isOfOwn: true,
  },
  // SQLite would walk the table itself, ten times as long, or look up every event of a type.
  facts: {
    from: 'events INDEXED BY events_facts',
    seq: 'events.seq',
    wall: 'wall_ms',
    isOfOwn: false,
  },
  table: { from: 'events', seq: 'events.seq', wall: 'wall_ms', isOfOwn: false },
} as const satisfies Record<string, Walk>;

const factNames: ReadonlySet<string> = new Set([
  'type',
  'direction',
  'minBytes',
  'maxBytes',
  'sinceMs',
  'untilMs',
]);

/** The index of facts where it holds all that is asked and no other index has just that. */
function walkOf(conditions: EventConditions): Walk {
  const asked = askedOf(conditions);
  const isOnlyFacts = asked.every((name) => factNames.has(name));
  const isDirectionOrSize = asked.some((name) => ['direction', 'minBytes', 'maxBytes'].includes(name));
  return isOnlyFacts && isDirectionOrSize ? walks.facts : walks.table;
}

const isMarked = (name: string): string =>
  `EXISTS (SELECT 1 FROM event_marks AS other WHERE other.mark = @${name} AND other.event_seq = $seq)`;

// What the index of times holds besides the time.
const timeFactSql = {
  direction: 'direction = @direction',
  minBytes: 'bytes >= @minBytes',
  maxBytes: 'bytes <= @maxBytes',
} as const;

const conditionSql = {
  sessionId: 'session_id = @sessionId',
  type: 'type = @type',
  kind: 'kind = @kind',
  ...timeFactSql,
  target: 'target = @target',
  connectionId: 'connection_id = @connectionId',
  // The clock may jump, so time is no order. Its index tells where to begin, and the walk goes by seq: the plus before
  // wall_ms keeps SQLite from walking by time and sorting all of it. Without the plus before seq, it looks for the
  // smallest by walking the table from its start.
  sinceMs: '+$wall >= @sinceMs AND $seq >= (SELECT min(+seq) FROM events WHERE wall_ms >= @sinceMs)',
  untilMs: '+$wall < @untilMs AND $seq <= (SELECT max(+seq) FROM events WHERE wall_ms < @untilMs)',
  beforeSeq: '$seq < @beforeSeq',
  afterSeq: '$seq > @afterSeq',
} as const;

// A session's events lie together, so a search within it need not walk all the others.
const boundsOfSession = [
  '$seq >= (SELECT min(seq) FROM events WHERE session_id = @sessionId)',
  '$seq <= (SELECT max(seq) FROM events WHERE session_id = @sessionId)',
];

/** The same conditions for counting by time alone: the index of times tells it, without a look at the events. */
export function isTimeOnly(conditions: EventConditions): boolean {
  return askedOf(conditions).every((name) => name === 'sinceMs' || name === 'untilMs');
}

/**
 * Counts events between two times, `@fromMs` and `@untilMs`, from the index of times alone; `null` where it does not hold all
 * that is asked.
 */
export function selectCountInTime(conditions: EventConditions): { sql: string; values: Values } | null {
  const others: EventConditions = { ...conditions, sinceMs: undefined, untilMs: undefined };
  const asked = askedOf(others);
  if (!asked.every((name) => name in timeFactSql)) return null;
  const where = asked.map((name) => ` AND ${timeFactSql[name as keyof typeof timeFactSql]}`);
  return {
    sql: `
      SELECT count(*) AS count FROM events INDEXED BY events_by_time
      WHERE wall_ms >= @fromMs AND wall_ms < @untilMs${where.join('')}`,
    values: Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)) as Values,
  };
}

const askedOf = (conditions: EventConditions): string[] =>
  Object.entries(conditions).flatMap(([name, value]) => (value === undefined ? [] : [name]));

/**
 * The reference monitor's verdict on each event, and what frames say, in constant time and bounded memory.
 * Needs events; nothing of it asks a database.
 * Owns nothing on disk but what outgrows memory.
 */
import type { MonitorVerdict } from '../../../shared/events/events.ts';
import type { MonitorCounts } from '../../../shared/events/findings.ts';
import { canonicalName, deprecatedNames } from '../../../shared/protocol/names.ts';
import { createJudge, type MonitorEvent, type MonitorRules } from './judge.ts';
import { createSessionLog } from './session-log.ts';
import { createSpill, createSpool } from '../bounded/bounded.ts';

export { canonicalJson } from './content/canonical-json.ts';

export { createCopies } from './copies.ts';
export { deepestLevel } from './content/deepest-level.ts';
export { isObject, readNumber } from './content/exact-number.ts';
export {
  frameFacts,
  markOf,
  scopeOf,
  type AnalysedEvent,
  type FrameFacts,
  type FrameMark,
} from './frame-facts.ts';
export { createJudge, type MonitorEvent } from './judge.ts';
export { createLiveMonitor } from './live-monitor.ts';
export { monitorEventOf } from './monitor-event.ts';
export { createStreamTime } from './stream-time.ts';
export { createValidation, kindOf } from './validation.ts';

/** The reference monitor with its report, for a stream of any length. */
export type Monitor = {
  record(event: MonitorEvent): MonitorVerdict;
  counts(): MonitorCounts;
  /** The report as JSON text, piece by piece: it may be longer than memory. */
  reportJson(): IterableIterator<string>;
  /** The same of the sessions, as one JSON object by session id. */
  sessionsJson(): IterableIterator<string>;
  /** Entries kept for each source and type. */
  historySizes(): IterableIterator<[key: string, size: number]>;
  close(): void;
};

/** `first` is its place among the contents in the order of their first duplicate. */
type DuplicateCount = { type: string; content: string; count: number; first: number };
type SessionCount = {
  number: number;
  sessionId: string;
  total: number;
  types: Record<string, number>;
  deprecated: number;
  firstMs: number;
  lastMs: number;
};

const duplicatesBytes = 12 * 1024 * 1024;
const sessionsBytes = 8 * 1024 * 1024;
// Measured: the counts of a session with one type.
const sessionBytes = 800;
const mostFrequent = 10;

export function createMonitor(rules: MonitorRules): Monitor {
  const spill = createSpill();
  const judge = createJudge(rules, spill);
  const inJson = { write: JSON.stringify, read: (text: string) => JSON.parse(text) as never };
  const duplicates = spill.map<DuplicateCount>({ name: 'duplicates', maxBytes: duplicatesBytes, ...inJson });
  const sessions = spill.map<SessionCount>({ name: 'sessions', maxBytes: sessionsBytes, ...inJson });
  const patternNumbers = spill.map<number>({ name: 'patterns', maxBytes: sessionsBytes, ...inJson });
  const sessionLog = createSessionLog();
  const validationErrors = createSpool();
  const deprecatedByType = new Map<string, number>();
  const counts: MonitorCounts = { total: 0, duplicates: 0, deprecated: 0, validationErrors: 0 };

  function countDuplicate(type: string, content: string, contentKey: string): void {
    const key = `${type}:${contentKey}`;
    const known = duplicates.get(key);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const { pattern } = patternOf(type, content);
    let number = patternNumbers.get(pattern);
    if (number === undefined) {
      number = patternNumbers.size();
      patternNumbers.set(pattern, number, 0);
    }
    const entry = { type, content, count: 1, first: duplicates.size() };
    duplicates.set(key, entry, (type.length + content.length) * 2, number);
    sessionLog.addDuplicated(type, contentKey);
  }

  function countInSession(event: MonitorEvent, sessionId: string, contentKey: string, isOld: boolean): void {
    let session = sessions.get(sessionId);
    if (session === undefined) {
      session = {
        number: sessions.size(),
        sessionId,
        total: 0,
        types: Object.create(null) as Record<string, number>,
        deprecated: 0,
        firstMs: event.atMs,
        lastMs: event.atMs,
      };
      sessions.set(sessionId, session, sessionBytes);
    }
    const ofType = session.types[event.type];
    session.types[event.type] = (ofType ?? 0) + 1;
    if (ofType === undefined) sessions.grow(sessionId, event.type.length * 2 + 60);
    session.total += 1;
    session.lastMs = event.atMs;
    if (isOld) session.deprecated += 1;
    sessionLog.add(session.number, event.type, contentKey);
  }

  return {
    record(event) {
      const { verdict, content, contentKey } = judge.judge(event);
      counts.total += 1;
      if (verdict.isDuplicate) {
        counts.duplicates += 1;
        countDuplicate(event.type, content, contentKey);
      }
      if (verdict.isDeprecated) {
        counts.deprecated += 1;
        deprecatedByType.set(event.type, (deprecatedByType.get(event.type) ?? 0) + 1);
      }
      for (const error of verdict.validationErrors) {
        const entry = { event_type: event.type, error, timestamp: event.atMs, source: event.source };
        validationErrors.append(`${counts.validationErrors === 0 ? '' : ','}${JSON.stringify(entry)}`);
        counts.validationErrors += 1;
      }
      if (event.sessionId) countInSession(event, event.sessionId, contentKey, verdict.isDeprecated);
      return verdict;
    },
    counts: () => ({ ...counts }),
    *reportJson() {
      const summary = {
        total_events: counts.total,
        duplicates_detected: counts.duplicates,
        deprecated_events: counts.deprecated,
        validation_errors: counts.validationErrors,
        unique_sessions: sessions.size(),
      };
      yield `"summary":${JSON.stringify(summary)},"duplicates":{"total_duplicates":${counts.duplicates},"duplicate_patterns":{`;
      yield* patternsJson(duplicates.values());
      yield `},"most_frequent_duplicates":${JSON.stringify(topOf(duplicates.values()))}}`;
      const deprecatedUsage = {
        total_deprecated: counts.deprecated,
        by_event_type: Object.fromEntries(deprecatedByType),
        recommendations: replacements(deprecatedByType),
      };
      yield `,"deprecated_usage":${JSON.stringify(deprecatedUsage)},"validation_errors":[`;
      yield* validationErrors.chunks();
      const advice = adviceOf(counts, judge.retainedTranscriptions());
      yield `],"session_count":${sessions.size()},"recommendations":${JSON.stringify(advice)}`;
    },
    *sessionsJson() {
      const duplicated = sessionLog.countDuplicated(sessions.size());
      yield '{';
      for (const session of sessions.values()) {
        const analysis = {
          session_id: session.sessionId,
          total_events: session.total,
          event_types: session.types,
          duplicates: duplicated[session.number],
          deprecated_events: session.deprecated,
          first_event: session.firstMs,
          last_event: session.lastMs,
          duration_minutes: Math.round((session.lastMs - session.firstMs) * 1000) / 1e6 / 60,
        };
        yield `${session.number === 0 ? '' : ','}${JSON.stringify(session.sessionId)}:${JSON.stringify(analysis)}`;
      }
      yield '}';
    },
    historySizes: () => judge.historySizes(),
    close() {
      spill.close();
      sessionLog.close();
      validationErrors.close();
    },
  };
}

function replacements(used: ReadonlyMap<string, number>): Record<string, string> {
  const names = deprecatedNames.filter((name) => used.has(name));
  return Object.fromEntries(names.map((name) => [name, canonicalName(name)]));
}

/** The reference cuts `type:hash` at its first colon, so a type with a colon of its own is listed under its first part. */
function patternOf(type: string, content: string): { pattern: string; hash: string } {
  const colon = type.indexOf(':');
  if (colon === -1) return { pattern: type, hash: content };
  return { pattern: type.slice(0, colon), hash: `${type.slice(colon + 1)}:${content}` };
}

/** `type: [{ data_hash, count }]`, types and contents in the order of their first duplicate. */
function* patternsJson(all: Iterable<DuplicateCount>): Generator<string> {
  let current: string | undefined;
  for (const { type, content, count } of all) {
    const { pattern, hash } = patternOf(type, content);
    const entry = JSON.stringify({ data_hash: hash, count });
    if (pattern === current) {
      yield `,${entry}`;
      continue;
    }
    yield `${current === undefined ? '' : '],'}${JSON.stringify(pattern)}:[${entry}`;
    current = pattern;
  }
  if (current !== undefined) yield ']';
}

function topOf(all: Iterable<DuplicateCount>): [string, number][] {
  const top: DuplicateCount[] = [];
  for (const duplicate of all) {
    const place = top.findIndex((other) => isBefore(duplicate, other));
    if (place === -1) top.push(duplicate);
    else top.splice(place, 0, duplicate);
    if (top.length > mostFrequent) top.pop();
  }
  return top.map(({ type, content, count }) => [`${type}:${content}`, count]);
}

function isBefore(a: DuplicateCount, b: DuplicateCount): boolean {
  return a.count > b.count || (a.count === b.count && a.first < b.first);
}

// Of all events ever, the retained transcriptions that the reference calls a high volume.
const highShare = 0.8;

/** The reference's own sentences, so that reports can be compared; that of a high volume is known by its rule alone and is ours. */
function adviceOf(counts: MonitorCounts, retainedTranscriptions: number): string[] {
  const advice: string[] = [];
  const { duplicates, deprecated, validationErrors } = counts;
  if (duplicates > 0)
    advice.push(`Found ${duplicates} duplicate events. Check WebSocket server for double message sending.`);
  if (deprecated > 0)
    advice.push(`Found ${deprecated} deprecated events. Update code to use standardized event types.`);
  if (validationErrors > 0)
    advice.push(
      `Found ${validationErrors} validation errors. Ensure event data includes all required fields.`,
    );
  if (retainedTranscriptions > counts.total * highShare)
    advice.push('High volume: more than 80 % of all events are transcriptions. Look for repeated results.');
  return advice;
}

import type { EventCount, StoredEvent } from '../../../shared/events/events.ts';

/**
 * The part of a long list of events that is loaded: rows without a hole between them, newest first, and where they
 * lie in the whole list. Places far from the newest are estimates until an end of the list is reached.
 */
export type EventWindow = {
  rows: readonly StoredEvent[];
  /** Place of the first row; 0 is the newest event. */
  first: number;
  total: number;
  reachesNewest: boolean;
  reachesOldest: boolean;
};

/** What to ask for next, so that the rows in sight are there. */
export type NextLoad =
  | { kind: 'older'; beforeSeq: number; limit: number }
  | { kind: 'newer'; afterSeq: number; limit: number }
  | { kind: 'jump'; first: number; beforeSeq: number };

export const pageSize = 200;
// What a page keeps in memory; the rest is in the database and comes back when it is scrolled to.
export const mostRows = 3_000;
// Browsers draw nothing beyond some 33 million pixels; more events than this share the length of the scroll bar.
export const mostPlaces = 1_200_000;

export function firstWindow(page: readonly StoredEvent[], limit: number, count: EventCount): EventWindow {
  const reachesOldest = page.length < limit;
  return {
    rows: page,
    first: 0,
    total: reachesOldest ? page.length : places(Math.max(count.total, page.length + 1)),
    reachesNewest: true,
    reachesOldest,
  };
}

export function withOlder(window: EventWindow, page: readonly StoredEvent[], limit: number): EventWindow {
  const rows = [...window.rows, ...page];
  const reachesOldest = page.length < limit;
  const end = window.first + rows.length;
  const surplus = Math.max(0, rows.length - mostRows);
  return {
    rows: rows.slice(surplus),
    first: window.first + surplus,
    total: reachesOldest ? end : Math.max(window.total, end + 1),
    reachesNewest: window.reachesNewest && surplus === 0,
    reachesOldest,
  };
}

/** `page` is oldest first, as it comes when asked for what follows an event. */
export function withNewer(window: EventWindow, page: readonly StoredEvent[], limit: number): EventWindow {
  const rows = [...page.toReversed(), ...window.rows];
  const reachesNewest = page.length < limit;
  const first = reachesNewest ? 0 : Math.max(1, window.first - page.length);
  const moved = first - (window.first - page.length);
  const kept = rows.slice(0, mostRows);
  return {
    rows: kept,
    first,
    total: Math.max(window.total + moved, first + kept.length),
    reachesNewest,
    reachesOldest: window.reachesOldest && kept.length === rows.length,
  };
}

/** The rows at another place of the list, in the place of those that were loaded. */
export function jumpedTo(
  window: EventWindow,
  page: readonly StoredEvent[],
  load: { first: number; limit: number },
): EventWindow {
  const reachesOldest = page.length < load.limit;
  return {
    rows: page,
    first: load.first,
    total: reachesOldest ? load.first + page.length : Math.max(window.total, load.first + page.length + 1),
    reachesNewest: load.first === 0,
    reachesOldest,
  };
}

/** Events that were just recorded and match, oldest first. They are rows only where the newest ones are loaded. */
export function withRecorded(window: EventWindow, recorded: readonly StoredEvent[]): EventWindow {
  if (!window.reachesNewest) {
    return { ...window, first: window.first + recorded.length, total: window.total + recorded.length };
  }
  const newestSeq = window.rows[0]?.seq ?? 0;
  const fresh = recorded.filter(({ seq }) => seq > newestSeq).toReversed();
  if (fresh.length === 0) return window;
  const rows = [...fresh, ...window.rows];
  return {
    ...window,
    rows: rows.slice(0, mostRows),
    total: places(window.total + fresh.length),
    reachesOldest: window.reachesOldest && rows.length <= mostRows,
  };
}

// So many rows before they come into sight the next ones are asked for.
const margin = 60;
// Rows that a fast wheel ran ahead of are filled in one go up to here; beyond, the place is looked up anew.
const mostAtOnce = 1_000;

/** What is missing of the rows from `from` to `to`, or soon will be. */
export function nextLoad(
  window: EventWindow,
  { from, to }: { from: number; to: number },
  count: EventCount,
): NextLoad | null {
  const { rows, first, reachesOldest, reachesNewest } = window;
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (newest === undefined || oldest === undefined) return null;
  const end = first + rows.length;
  const missingAfter = to + margin - end;
  const missingBefore = first - (from - margin);
  if (from - end > mostAtOnce || first - to > mostAtOnce) return jump(window, from, count);
  if (missingAfter > 0 && !reachesOldest) {
    return { kind: 'older', beforeSeq: oldest.seq, limit: atOnce(missingAfter) };
  }
  if (missingBefore > 0 && first > 0 && !reachesNewest) {
    return { kind: 'newer', afterSeq: newest.seq, limit: atOnce(missingBefore) };
  }
  return null;
}

/** Where a place lies among the order numbers, taking events that match for evenly spread. */
function jump({ total }: EventWindow, from: number, count: EventCount): NextLoad {
  const first = Math.max(0, from - margin);
  const { oldestSeq, newestSeq } = count;
  const span = (newestSeq ?? 0) - (oldestSeq ?? 0) + 1;
  const seq = (newestSeq ?? 0) - Math.floor((first / Math.max(1, total)) * span);
  return { kind: 'jump', first, beforeSeq: first === 0 ? Number.MAX_SAFE_INTEGER : seq + 1 };
}

function atOnce(missing: number): number {
  return Math.min(mostAtOnce, Math.ceil(missing / pageSize) * pageSize);
}

function places(total: number): number {
  return Math.min(total, mostPlaces);
}

import type { InfiniteData } from '@tanstack/react-query';
import type { StoredEvent } from '../../shared/events.ts';

/** Pages of events, newest first; a page's parameter is the cursor it was asked with. */
export type EventPages = InfiniteData<StoredEvent[], number | null>;

export const pageSize = 200;

// What a page keeps in memory; older ones are in the database and come back with "Load older".
export const mostLoaded = 5_000;

/** Puts events that were just recorded, oldest first, before the ones that are loaded. */
export function addNewest(pages: EventPages, recorded: readonly StoredEvent[]): EventPages {
  const [first = [], ...others] = pages.pages;
  const newestSeq = first[0]?.seq ?? 0;
  const fresh = recorded.filter((event) => event.seq > newestSeq).toReversed();
  if (fresh.length === 0) return pages;
  return withoutTail({ ...pages, pages: [[...fresh, ...first], ...others] });
}

/** Cuts at the old end, so that the cursor for older events stays right. */
function withoutTail({ pages, pageParams }: EventPages): EventPages {
  let room = mostLoaded;
  const kept: StoredEvent[][] = [];
  for (const page of pages) {
    if (room === 0) break;
    kept.push(page.slice(0, room));
    room -= Math.min(room, page.length);
  }
  return { pages: kept, pageParams: pageParams.slice(0, kept.length) };
}

/** The cursor for the next older page; only an empty page proves that there is none. */
export function olderCursor(page: readonly StoredEvent[]): number | undefined {
  return page.at(-1)?.seq;
}

export function matchesType(event: StoredEvent, typeText: string): boolean {
  return event.type.toLowerCase().includes(typeText.trim().toLowerCase());
}

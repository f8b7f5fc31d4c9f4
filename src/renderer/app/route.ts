import { useSyncExternalStore } from 'react';

/** Pages whose address is their name and perhaps one part: `#/health`, `#/health/disk`. */
export const simplePages = ['health', 'memory', 'network', 'targets', 'bench', 'diagnostics'] as const;

export type Route =
  | { page: 'recording' }
  | { page: (typeof simplePages)[number]; part?: string }
  /** `event` is one that is shown in full; `filter` has the words and choices of the list by name. */
  | { page: 'events'; event: number | null; filter: Readonly<Record<string, string>> }
  | { page: 'sessions' | 'findings' | 'timeline'; sessionId: string | null }
  | { page: 'settings'; section: string | null };

/**
 * `#/` is the recording page, `#/sessions` the list, `#/sessions/<id>` one session; findings alike.
 * `#/settings/<section>` is a part of the settings, `#/events?event=12&type=ERROR` an event in a list of errors.
 */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const [, page, part] = path.split('/');
  const name = part === undefined || part === '' ? null : decoded(part);
  const simple = simplePages.find((known) => known === page);
  if (simple !== undefined) return { page: simple, ...(name !== null && { part: name }) };
  if (page === 'events') return eventsRoute(new URLSearchParams(query));
  if (page === 'settings') return { page, section: name };
  if (page === 'sessions' || page === 'findings' || page === 'timeline') return { page, sessionId: name };
  return { page: 'recording' };
}

function eventsRoute(query: URLSearchParams): Route {
  const { event: given, ...filter } = Object.fromEntries(query);
  const event = Number(given);
  return { page: 'events', event: given !== undefined && Number.isSafeInteger(event) ? event : null, filter };
}

/** An address that somebody typed or cut off need not be a coded one: it is taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function hrefOf(route: Route): string {
  if (route.page === 'events') {
    const chosen = Object.entries(route.filter).filter(([, value]) => value !== '');
    const query = new URLSearchParams([
      ...chosen,
      ...(route.event === null ? [] : [['event', String(route.event)]]),
    ]).toString();
    return query === '' ? '#/events' : `#/events?${query}`;
  }
  const part = partOf(route);
  if (route.page === 'recording') return '#/';
  return part === null ? `#/${route.page}` : `#/${route.page}/${encodeURIComponent(part)}`;
}

function partOf(route: Route): string | null {
  if ('sessionId' in route) return route.sessionId;
  if ('part' in route) return route.part ?? null;
  return 'section' in route ? route.section : null;
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(listenToHash, () => window.location.hash));
}

function listenToHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

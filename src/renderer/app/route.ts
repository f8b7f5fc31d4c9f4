import { useSyncExternalStore } from 'react';

export type Route = { page: 'recording' } | { page: 'sessions' | 'findings'; sessionId: string | null };

/** `#/` is the recording page, `#/sessions` the list, `#/sessions/<id>` one session; findings alike. */
export function parseRoute(hash: string): Route {
  const [, page, sessionId] = hash.replace(/^#/, '').split('/');
  if (page !== 'sessions' && page !== 'findings') return { page: 'recording' };
  return {
    page,
    sessionId: sessionId === undefined || sessionId === '' ? null : decodeURIComponent(sessionId),
  };
}

export function hrefOf(route: Route): string {
  if (route.page === 'recording') return '#/';
  return route.sessionId === null
    ? `#/${route.page}`
    : `#/${route.page}/${encodeURIComponent(route.sessionId)}`;
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(listenToHash, () => window.location.hash));
}

function listenToHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

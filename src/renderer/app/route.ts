import { useSyncExternalStore } from 'react';

export type Route =
  | { page: 'recording' }
  | { page: 'sessions' | 'findings'; sessionId: string | null }
  | { page: 'settings'; section: string | null };

/**
 * `#/` is the recording page, `#/sessions` the list, `#/sessions/<id>` one session; findings alike.
 * `#/settings/<section>` is a part of the settings.
 */
export function parseRoute(hash: string): Route {
  const [, page, part] = hash.replace(/^#/, '').split('/');
  const name = part === undefined || part === '' ? null : decodeURIComponent(part);
  if (page === 'settings') return { page, section: name };
  if (page === 'sessions' || page === 'findings') return { page, sessionId: name };
  return { page: 'recording' };
}

export function hrefOf(route: Route): string {
  if (route.page === 'recording') return '#/';
  const part = route.page === 'settings' ? route.section : route.sessionId;
  return part === null ? `#/${route.page}` : `#/${route.page}/${encodeURIComponent(part)}`;
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(listenToHash, () => window.location.hash));
}

function listenToHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

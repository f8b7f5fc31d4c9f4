import type { ReactNode } from 'react';
import { RecordingPage } from '../recording/recording-page.tsx';
import { later } from '../parts/later.tsx';
import { text } from '../text.ts';
import type { Route } from './route.ts';

/** A place of the navigation: where its link leads, what it is called, and what is shown there. */
export type Place = { link: Route; label: string; show: (route: Route) => ReactNode };

// Loaded when somebody goes there; the first page is what most people see.
const SessionsPage = later(async () => (await import('../sessions/sessions-page.tsx')).SessionsPage);
const EventsPage = later(async () => (await import('../events/events-page.tsx')).EventsPage);
const FindingsPage = later(async () => (await import('../findings/findings-page.tsx')).FindingsPage);
const HealthPage = later(async () => (await import('../health/health-page.tsx')).HealthPage);
const MemoryPage = later(async () => (await import('../memory/memory-page.tsx')).MemoryPage);
const NetworkPage = later(async () => (await import('../network/network-page.tsx')).NetworkPage);
const TargetsPage = later(async () => (await import('../targets/targets-page.tsx')).TargetsPage);
const BenchPage = later(async () => (await import('../bench/bench-page.tsx')).BenchPage);
const DiagnosticsPage = later(
  async () => (await import('../diagnostics/diagnostics-page.tsx')).DiagnosticsPage,
);
const TimelinePage = later(async () => (await import('../timeline/timeline-page.tsx')).TimelinePage);
const SettingsPage = later(async () => (await import('../settings/settings-page.tsx')).SettingsPage);

/**
 * Every page, in the order of the navigation. A page whose address is no more than its name and perhaps one part is a
 * line here, a name in `simplePages` of route.ts, and a word in `text.app`.
 */
export const places: readonly Place[] = [
  place({ page: 'recording' }, () => <RecordingPage />),
  place({ page: 'sessions', sessionId: null }, ({ sessionId }) => <SessionsPage sessionId={sessionId} />),
  place({ page: 'events', event: null, filter: {} }, (route) => <EventsPage route={route} />),
  place({ page: 'findings', sessionId: null }, ({ sessionId }) => <FindingsPage sessionId={sessionId} />),
  place({ page: 'health' }, () => <HealthPage />),
  place({ page: 'memory' }, () => <MemoryPage />),
  place({ page: 'network' }, () => <NetworkPage />),
  place({ page: 'targets' }, () => <TargetsPage />),
  place({ page: 'bench' }, ({ part }) => <BenchPage part={part} />),
  place({ page: 'diagnostics' }, () => <DiagnosticsPage />),
  place({ page: 'settings', section: null }, ({ section }) => <SettingsPage section={section} />),
];

/** Pages that others lead to. */
const inner: readonly Place[] = [
  place({ page: 'timeline', sessionId: null }, ({ sessionId }) => <TimelinePage sessionId={sessionId} />),
];

export function pageOf(route: Route): ReactNode {
  return [...places, ...inner].find(({ link }) => link.page === route.page)?.show(route);
}

type PageName = Route['page'];
type RouteOf<N, R = Route> = R extends { page: infer P } ? (N extends P ? R : never) : never;

function place<N extends PageName>(
  link: RouteOf<N> & { page: N },
  show: (route: RouteOf<N>) => ReactNode,
): Place {
  // `pageOf` gives a route only to the place whose page it is.
  return { link, label: text.app[link.page], show: (route) => show(route as RouteOf<N>) };
}

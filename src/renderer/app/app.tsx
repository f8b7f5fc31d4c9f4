import { lazy, useSyncExternalStore, type ReactNode } from 'react';
import { AlertsBar } from '../alerts/alerts-bar.tsx';
import { BridgeContext } from '../connection/bridge-hooks.ts';
import type { AppConnection } from '../connection/app-connection.ts';
import { ConnectionNotice } from '../connection/connection-notice.tsx';
import { useLiveAnswers } from '../connection/use-live-answers.ts';
import { RecordingPage } from './recording-page.tsx';
import { ErrorBoundary } from '../parts/error-boundary.tsx';
import { VerdictLine } from '../verdict/verdict-line.tsx';
import { TrayNotice } from '../settings/tray-notice.tsx';
import { text } from '../text.ts';
import { Header } from './header.tsx';
import { LazyPage } from './lazy-page.tsx';
import { hrefOf, useRoute, type Route } from './route.ts';
import { useWasOpen } from './use-was-open.ts';
import './app.css';

export function App({ connection }: { connection: AppConnection }): ReactNode {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const wasOpen = useWasOpen(state.phase === 'open');
  const client = state.phase === 'open' ? state.client : null;
  const hasPages = wasOpen && state.phase !== 'refused';
  return (
    <BridgeContext value={client}>
      <button className="skip-link" onClick={() => document.getElementById('page')?.focus()}>
        {text.app.skip}
      </button>
      <Header isConnected={client !== null} hasPages={hasPages} />
      {state.phase === 'open' ? <VerdictLine /> : <ConnectionNotice phase={state.phase} wasOpen={wasOpen} />}
      {hasPages && <AlertsBar />}
      {hasPages && <TrayNotice />}
      {hasPages && <Pages isStale={client === null} />}
    </BridgeContext>
  );
}

function Pages({ isStale }: { isStale: boolean }): ReactNode {
  useLiveAnswers();
  const route = useRoute();
  return (
    <main id="page" className="page" tabIndex={-1} data-stale={isStale || undefined}>
      <ErrorBoundary place={hrefOf(route)}>
        <LazyPage key={route.page}>{pageOf(route)}</LazyPage>
      </ErrorBoundary>
    </main>
  );
}

// Loaded when somebody goes there; the first page is what most people see.
const SessionsPage = lazy(async () => ({
  default: (await import('../sessions/sessions-page.tsx')).SessionsPage,
}));
const FindingsPage = lazy(async () => ({
  default: (await import('../findings/findings-page.tsx')).FindingsPage,
}));
const EventsPage = lazy(async () => ({ default: (await import('../events/events-page.tsx')).EventsPage }));
const MemoryPage = lazy(async () => ({ default: (await import('../memory/memory-page.tsx')).MemoryPage }));
const NetworkPage = lazy(async () => ({
  default: (await import('../network/network-page.tsx')).NetworkPage,
}));
const HealthPage = lazy(async () => ({ default: (await import('../health/health-page.tsx')).HealthPage }));
const SettingsPage = lazy(async () => ({
  default: (await import('../settings/settings-page.tsx')).SettingsPage,
}));

function pageOf(route: Route): ReactNode {
  switch (route.page) {
    case 'recording':
      return <RecordingPage />;
    case 'sessions':
      return <SessionsPage sessionId={route.sessionId} />;
    case 'findings':
      return <FindingsPage sessionId={route.sessionId} />;
    case 'events':
      return <EventsPage route={route} />;
    case 'health':
      return <HealthPage />;
    case 'memory':
      return <MemoryPage />;
    case 'network':
      return <NetworkPage />;
    case 'settings':
      return <SettingsPage section={route.section} />;
    default:
      return route satisfies never;
  }
}

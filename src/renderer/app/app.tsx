import { useSyncExternalStore, type ReactNode } from 'react';
import { AlertsBar } from '../alerts/alerts-bar.tsx';
import { BridgeContext } from '../connection/bridge-hooks.ts';
import type { AppConnection } from '../connection/app-connection.ts';
import { ConnectionNotice } from '../connection/connection-notice.tsx';
import { useLiveAnswers } from '../connection/use-live-answers.ts';
import { Keyboard } from '../palette/palette.tsx';
import { ErrorBoundary } from '../parts/error-boundary.tsx';
import { VerdictLine } from '../verdict/verdict-line.tsx';
import { TrayNotice } from '../settings/tray-notice.tsx';
import { text } from '../text.ts';
import { Header } from './header.tsx';
import { LazyPage } from './lazy-page.tsx';
import { pageOf } from './pages.tsx';
import { hrefOf, useRoute } from './route.ts';
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
      {hasPages && client !== null && <Keyboard />}
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

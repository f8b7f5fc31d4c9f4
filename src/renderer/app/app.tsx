import { useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { AlertsBar } from '../alerts/alerts-bar.tsx';
import { BridgeContext } from '../connection/bridge-hooks.ts';
import type { AppConnection } from '../connection/app-connection.ts';
import { ConnectionNotice } from '../connection/connection-notice.tsx';
import { useLiveAnswers } from '../connection/use-live-answers.ts';
import { OpenedContext, useOpened, type OpenedRef } from '../opened/opened-context.ts';
import { OpenedBanner, OpenedMode } from '../opened/opened-mode.tsx';
import { Keyboard } from '../palette/palette.tsx';
import { ErrorBoundary } from '../parts/error-boundary.tsx';
import { StatusLine } from '../status-line/status-line.tsx';
import { TrayNotice } from '../settings/tray-notice.tsx';
import { text } from '../text.ts';
import { Header } from './header.tsx';
import { pageOf } from './pages.tsx';
import { hrefOf, useRoute } from './route.ts';
import { useWasOpen } from './use-was-open.ts';
import './app.css';

export function App({ connection }: { connection: AppConnection }): ReactNode {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  const wasOpen = useWasOpen(state.phase === 'open');
  const client = state.phase === 'open' ? state.client : null;
  const [opened, setOpened] = useState<OpenedRef | null>(null);
  const view = useMemo(
    () => ({
      opened,
      show: setOpened,
      close() {
        setOpened(null);
        // When it cannot be told, the app forgets it by itself.
        if (opened !== null) client?.call('bundle.close', { id: opened.id }).catch(() => undefined);
      },
    }),
    [opened, client],
  );
  return (
    <BridgeContext value={client}>
      <OpenedContext value={view}>
        <button className="skip-link" onClick={() => document.getElementById('page')?.focus()}>
          {text.app.skip}
        </button>
        <Header isConnected={client !== null} hasPages={wasOpen} />
        {state.phase !== 'open' ? (
          <ConnectionNotice phase={state.phase} wasOpen={wasOpen} />
        ) : opened === null ? (
          <StatusLine />
        ) : (
          <OpenedBanner opened={opened} />
        )}
        {wasOpen && opened === null && <AlertsBar />}
        {wasOpen && <TrayNotice />}
        {wasOpen && <Pages isStale={client === null} />}
        {wasOpen && client !== null && <Keyboard />}
      </OpenedContext>
    </BridgeContext>
  );
}

function Pages({ isStale }: { isStale: boolean }): ReactNode {
  useLiveAnswers();
  const route = useRoute();
  const { opened } = useOpened();
  const page = pageOf(route);
  return (
    <main id="page" className="page" tabIndex={-1} data-stale={isStale || undefined}>
      <ErrorBoundary place={hrefOf(route)}>
        {opened === null ? (
          page
        ) : (
          <OpenedMode opened={opened} route={route}>
            {page}
          </OpenedMode>
        )}
      </ErrorBoundary>
    </main>
  );
}

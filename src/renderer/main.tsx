import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyStoredDensity } from './app/density.ts';
import { applyStoredLanguage } from './language.ts';
import { createAppConnection } from './connection/app-connection.ts';
import { waysIn } from './connection/ways-in.ts';
import { ErrorBoundary } from './parts/error-boundary.tsx';
import './app/tokens.css';
import './app/base.css';

applyStoredDensity();
applyStoredLanguage();
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');

const connection = createAppConnection(waysIn(window));
const closing = new AbortController();
// A page in the back-forward cache comes back as it was, and its socket does not.
window.addEventListener('pagehide', () => closing.abort());
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});
void connection.run(closing.signal);

// A choice is shown before anything else can be pressed.
notifyManager.setScheduler(queueMicrotask);

const cache = new QueryClient({
  defaultOptions: {
    // The core says when an answer is old, and loopback needs no internet.
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <ErrorBoundary place="app">
        <App connection={connection} />
      </ErrorBoundary>
    </QueryClientProvider>
  </StrictMode>,
);

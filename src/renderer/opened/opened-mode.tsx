import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useContext, useMemo, type ReactNode } from 'react';
import { BridgeContext } from '../connection/bridge-hooks.ts';
import { dateTime } from '../format.ts';
import { Empty } from '../parts/layout/empty.tsx';
import { later } from '../parts/later.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import type { Route } from '../app/route.ts';
import { createBundleClient } from './bundle-client.ts';
import { useOpened, type OpenedRef } from './opened-context.ts';
import './opened.css';

const words = text.opened;
const OpenedOverview = later(async () => (await import('./opened-overview.tsx')).OpenedOverview);

/** Pages that a bundle has something for. */
const bundlePages: ReadonlySet<Route['page']> = new Set([
  'diagnostics',
  'sessions',
  'events',
  'findings',
  'health',
  'memory',
  'network',
  'timeline',
]);

export function isBundlePage(page: Route['page']): boolean {
  return bundlePages.has(page);
}

/** Says above every page that it shows a bundle. */
export function OpenedBanner({ opened }: { opened: OpenedRef }): ReactNode {
  const { close } = useOpened();
  const { fileName, host, version, createdAt } = opened.bundle;
  return (
    <section className="opened-banner" aria-label={words.banner}>
      <StateIcon level="warning" />
      <p role="status">
        <strong>{words.banner}</strong> <span className="opened-name">{fileName}</span>{' '}
        <span>{words.of(host, version, dateTime(createdAt))}</span>
      </p>
      <button type="button" onClick={close}>
        {words.close}
      </button>
    </section>
  );
}

/** The live pages over a bundle: they ask it in the place of the app, and keep its answers apart. */
export function OpenedMode(props: { opened: OpenedRef; route: Route; children: ReactNode }): ReactNode {
  const { opened, route, children } = props;
  const live = useContext(BridgeContext);
  const client = useMemo(
    () => (live === null ? null : createBundleClient(live, opened.id)),
    [live, opened.id],
  );
  const cache = useMemo(() => newCache(opened.id), [opened.id]);
  return (
    <QueryClientProvider client={cache}>
      <BridgeContext value={client}>
        {route.page === 'diagnostics' ? (
          <OpenedOverview opened={opened} />
        ) : isBundlePage(route.page) ? (
          children
        ) : (
          <Empty>{words.notInBundle}</Empty>
        )}
      </BridgeContext>
    </QueryClientProvider>
  );
}

/** `id` is whose answers it keeps: each bundle has a cache of its own. */
function newCache(id: string): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        ...{ staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
        meta: { bundle: id },
      },
      mutations: { networkMode: 'always' },
    },
  });
}

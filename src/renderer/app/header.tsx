import type { ReactNode } from 'react';
import { useAnswer, useStatus } from '../connection/bridge-hooks.ts';
import iconUrl from '../../../resources/icon.svg';
import { text } from '../text.ts';
import { hrefOf, useRoute, type Route } from './route.ts';

const pages: readonly Route[] = [
  { page: 'recording' },
  { page: 'sessions', sessionId: null },
  { page: 'events', event: null, filter: {} },
  { page: 'findings', sessionId: null },
  { page: 'health' },
  { page: 'memory' },
  { page: 'network' },
  { page: 'settings', section: null },
];

export function Header(props: { isConnected: boolean; hasPages: boolean }): ReactNode {
  const { isConnected, hasPages } = props;
  const route = useRoute();
  const version = useAnswer('app.info', {}, { select: (info) => info.version }).data;
  const isRecording = useStatus((status) => status.session?.state === 'recording') === true;
  return (
    <header className="header">
      <img className="header-icon" src={iconUrl} alt="" width="24" height="24" />
      <h1 className="header-name">{text.app.name}</h1>
      {hasPages && (
        <nav className="header-pages" aria-label={text.app.pages}>
          {pages.map((target) => (
            <a
              key={target.page}
              href={hrefOf(target)}
              aria-current={route.page === target.page ? 'page' : undefined}
            >
              {text.app[target.page]}
              {target.page === 'recording' && isRecording && isConnected && (
                <span className="header-live" aria-hidden="true" />
              )}
            </a>
          ))}
        </nav>
      )}
      <span className="header-version">
        {isConnected && version !== undefined && text.app.version(version)}
      </span>
    </header>
  );
}

import type { ReactNode } from 'react';
import { useAnswer, useStatus } from '../connection/bridge-hooks.ts';
import iconUrl from '../../../resources/icon.svg';
import { useOpened } from '../opened/opened-context.ts';
import { isBundlePage } from '../opened/opened-mode.tsx';
import { text } from '../text.ts';
import { places } from './pages.tsx';
import { hrefOf, useRoute } from './route.ts';
import { SimulatedBadge } from './simulated-badge.tsx';
import { useTitle } from './use-title.ts';

export function Header(props: { isConnected: boolean; hasPages: boolean }): ReactNode {
  const { isConnected, hasPages } = props;
  const route = useRoute();
  useTitle(isConnected);
  const version = useAnswer('app.info', {}, { select: (info) => info.version }).data;
  const { opened } = useOpened();
  const shown = opened === null ? places : places.filter(({ link }) => isBundlePage(link.page));
  const isRecording = useStatus((status) => status.session?.state === 'recording') === true;
  return (
    <header className="header">
      <img className="header-icon" src={iconUrl} alt="" width="24" height="24" />
      <h1 className="header-name">{text.app.name}</h1>
      {hasPages && (
        <nav className="header-pages" aria-label={text.app.pages}>
          {shown.map(({ link, label }) => (
            <a
              key={link.page}
              href={hrefOf(link)}
              aria-current={route.page === link.page ? 'page' : undefined}
            >
              {label}
              {link.page === 'recording' && isRecording && isConnected && (
                <span className="header-live" aria-hidden="true" />
              )}
            </a>
          ))}
        </nav>
      )}
      {isConnected && hasPages && opened === null && <SimulatedBadge />}
      <span className="header-version">
        {isConnected && version !== undefined && text.app.version(version)}
      </span>
    </header>
  );
}

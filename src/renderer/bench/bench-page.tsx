import type { ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { text } from '../text.ts';
import { ReplayTab } from './play/replay-tab.tsx';
import { TwinTab } from './play/twin-tab.tsx';
import { ScenarioTab } from './scenario/scenario-tab.tsx';
import { TapTab } from './tap/tap-tab.tsx';
import './bench.css';

const words = text.bench;

const tabs = ['tap', 'replay', 'twin', 'scenario'] as const;
type Tab = (typeof tabs)[number];

/** What testers do with other clients and with targets: listen in, send again, compare. */
export function BenchPage({ part }: { part: string | undefined }): ReactNode {
  const shown = tabs.find((tab) => tab === part) ?? 'tap';
  return (
    <div className="bench-page">
      <nav className="bench-tabs" aria-label={words.tabs}>
        {tabs.map((tab) => (
          <a
            key={tab}
            href={hrefOf({ page: 'bench', part: tab })}
            aria-current={tab === shown ? 'page' : undefined}
          >
            {words.tab[tab]}
          </a>
        ))}
      </nav>
      {contentOf(shown)}
    </div>
  );
}

function contentOf(tab: Tab): ReactNode {
  switch (tab) {
    case 'tap':
      return <TapTab />;
    case 'replay':
      return <ReplayTab />;
    case 'twin':
      return <TwinTab />;
    case 'scenario':
      return <ScenarioTab />;
    default:
      return tab satisfies never;
  }
}

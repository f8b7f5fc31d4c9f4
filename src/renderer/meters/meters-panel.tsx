import type { ReactNode } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { Empty } from '../parts/empty.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text.ts';
import { Meter } from './meter.tsx';
import './meters.css';

/** Levels of the running session: a session that is over has none, and its last ones would mislead. */
export function MetersPanel(): ReactNode {
  const levels = useStatus((status) =>
    status.session?.state === 'recording' || status.session?.state === 'starting' ? status.levels : [],
  );
  return (
    <Panel title={text.meters.region}>
      {levels === undefined || levels.length === 0 ? (
        <Empty>{text.meters.empty}</Empty>
      ) : (
        <ul className="meters">
          {levels.map((level) => (
            <Meter key={level.source} level={level} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

import type { ReactNode } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { text } from '../text.ts';
import { Meter } from './meter.tsx';
import './meters.css';

/** Levels of the running session: a session that is over has none, and its last ones would mislead. */
export function Meters(): ReactNode {
  const levels = useStatus((status) =>
    status.session?.state === 'recording' || status.session?.state === 'starting' ? status.levels : [],
  );
  if (levels === undefined || levels.length === 0) return null;
  return (
    <ul className="meters" aria-label={text.meters.region}>
      {levels.map((level) => (
        <Meter key={level.source} level={level} />
      ))}
    </ul>
  );
}

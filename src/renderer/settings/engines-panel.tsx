import type { ReactNode } from 'react';
import { EngineChoice } from '../engines/engine-choice.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';

/** The speech engine, and the models for the one of this machine. */
export function EnginesPanel(): ReactNode {
  return (
    <Panel title={text.settings.engines.region} className="settings-panel">
      <div className="settings-engines">
        <EngineChoice models="all" hasKeysBeside />
      </div>
    </Panel>
  );
}

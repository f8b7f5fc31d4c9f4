import type { ReactNode } from 'react';
import type { Status } from '../../shared/session/status.ts';
import { useStatus } from '../connection/bridge-hooks.ts';
import { bytes } from '../format.ts';
import { text } from '../text.ts';
import { savedPercent, stagesOf } from './stages.ts';
import './stages.css';

export function StageCounters(): ReactNode {
  const stages = useStatus(stagesOf);
  const traffic = useStatus(trafficOf);
  return (
    <div className="stages">
      <ol className="stages-list">
        {stages?.map((stage) => (
          <li key={stage.name} className="stage">
            <span className="stage-name">{stage.name}</span>
            <span className="stage-value">
              {stage.value} <span className="stage-unit">{stage.unit}</span>
            </span>
            <span className="stage-note">{stage.note}</span>
          </li>
        ))}
      </ol>
      {traffic !== undefined && traffic !== null && (
        <p className="stages-traffic">
          <strong>{text.stages.traffic}</strong> {traffic}
        </p>
      )}
    </div>
  );
}

function trafficOf(status: Status): string | null {
  if (status.bytes.out === 0) return null;
  const total = text.stages.trafficOf(bytes(status.bytes.out), bytes(status.bytes.in));
  const saved = savedPercent(status);
  return saved === null ? total : `${total}: ${text.stages.saved(saved, bytes(status.bytes.plainOut))}`;
}

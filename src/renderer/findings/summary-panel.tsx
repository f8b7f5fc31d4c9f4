import type { ReactNode } from 'react';
import type { AnalysisReport } from '../../shared/events/findings.ts';
import { bytes, count } from '../format.ts';
import { Panel } from '../parts/layout/panel.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

export function SummaryPanel({ report }: { report: AnalysisReport }): ReactNode {
  const { duplicates, bytesWasted, events, sessions, monitor } = report;
  return (
    <Panel title={text.findings.summary} className="findings-wide">
      <p className="findings-headline">
        <StateIcon level={duplicates > 0 ? 'warning' : 'good'} />
        {duplicates > 0 ? text.findings.tooMany(count(duplicates), bytes(bytesWasted)) : text.findings.clean}
      </p>
      <p className="findings-note">
        {text.findings.looked(count(events), count(sessions))} ·{' '}
        {text.findings.reference(
          count(monitor.duplicates),
          count(monitor.deprecated),
          count(monitor.validationErrors),
        )}
      </p>
    </Panel>
  );
}

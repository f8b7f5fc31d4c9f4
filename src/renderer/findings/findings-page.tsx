import { useId, useState, type ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { useOpened } from '../opened/opened-context.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { text } from '../text.ts';
import { AlertsPanel } from './alerts-panel.tsx';
import { CausesPanel } from './causes-panel.tsx';
import { DeprecatedPanel, DriftPanel, RulesPanel } from './other-findings.tsx';
import { RecommendationsPanel } from './recommendations-panel.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { useFindings } from './use-findings.ts';
import './findings.css';

/** What the analysis of the stored events finds: what to do first, then why. */
export function FindingsPage({ sessionId }: { sessionId: string | null }): ReactNode {
  const { data: report, error, isFetching, refetch } = useFindings(sessionId);
  // By the button, for what no topic tells: events that are imported, or deleted for their age.
  const [isAsked, setIsAsked] = useState(false);
  const { opened } = useOpened();
  const isWaiting = isFetching && (isAsked || report === undefined);

  async function askAgain(): Promise<void> {
    setIsAsked(true);
    await refetch();
    setIsAsked(false);
  }

  return (
    <div className="findings-page">
      <div className="findings-tools">
        <RangePicker sessionId={sessionId} />
        <button type="button" aria-disabled={isWaiting} onClick={() => void (isWaiting || askAgain())}>
          {isWaiting ? text.findings.analysing : text.findings.again}
        </button>
      </div>
      <CommandError error={error} />
      {report === undefined && error === null && <Empty>{text.findings.analysing}</Empty>}
      {report?.events === 0 && (
        <Empty>
          {text.findings.empty} <a href={hrefOf({ page: 'recording' })}>{text.findings.record}</a>
        </Empty>
      )}
      {report !== undefined && report.events > 0 && (
        <>
          <SummaryPanel report={report} />
          <RecommendationsPanel recommendations={report.recommendations} />
          <CausesPanel report={report} sessionId={sessionId} />
          <RulesPanel violations={report.violations} />
          <DeprecatedPanel deprecated={report.deprecated} />
          <DriftPanel drift={report.drift} />
        </>
      )}
      {/* Alerts are the app's own: a bundle that is opened has none. */}
      {opened === null && <AlertsPanel />}
    </div>
  );
}

function RangePicker({ sessionId }: { sessionId: string | null }): ReactNode {
  const id = useId();
  const [opened] = useState(sessionId);
  const { data: sessions = [] } = useAnswer('sessions.list', {});
  const isListed = sessions.some((session) => session.sessionId === opened);
  return (
    <div className="field">
      <label htmlFor={id}>{text.findings.range}</label>
      <select
        id={id}
        value={sessionId ?? ''}
        onChange={(event) => {
          const chosen = event.target.value;
          window.location.hash = hrefOf({ page: 'findings', sessionId: chosen === '' ? null : chosen });
        }}
      >
        <option value="">{text.findings.allSessions}</option>
        {opened !== null && !isListed && <option value={opened}>{opened}</option>}
        {sessions.map((session) => (
          <option key={session.sessionId} value={session.sessionId}>
            {session.title}
          </option>
        ))}
      </select>
    </div>
  );
}

import { useState, type ReactNode } from 'react';
import type { SessionReport } from '../../../shared/session/session.ts';
import { hrefOf } from '../../app/route.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { EventsPanel } from '../../events/events-panel.tsx';
import { clock, dateTime } from '../../format.ts';
import { useOpened } from '../../opened/opened-context.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Panel } from '../../parts/panel.tsx';
import { text } from '../../text.ts';
import { TranscriptLines } from '../../transcript/transcript-lines.tsx';
import { SessionActions } from './session-actions.tsx';
import { SessionCounters } from './session-counters.tsx';
import { SessionReceipt } from './session-receipt.tsx';
import { SessionStateMark } from '../session-state-mark.tsx';
import { SessionTranscripts } from './session-transcripts.tsx';
import { SessionTracks } from './session-tracks.tsx';

export function SessionDetails({ sessionId }: { sessionId: string }): ReactNode {
  const [transcriptId, setTranscriptId] = useState<number>();
  const { data: report, error } = useAnswer('sessions.show', {
    sessionId,
    ...(transcriptId !== undefined && { transcriptId }),
  });
  return (
    <article className="session-details" aria-label={text.sessions.details}>
      <a className="session-back" href={hrefOf({ page: 'sessions', sessionId: null })}>
        ← {text.sessions.back}
      </a>
      <CommandError error={error} />
      {report === undefined ? (
        error === null && <Empty>{text.loading}</Empty>
      ) : (
        <Report report={report} transcriptId={transcriptId} onShow={setTranscriptId} />
      )}
    </article>
  );
}

function Report(props: {
  report: SessionReport;
  transcriptId: number | undefined;
  onShow: (transcriptId: number) => void;
}): ReactNode {
  const { report, transcriptId, onShow } = props;
  const isLive = useOpened().opened === null;
  return (
    <>
      <div className="session-head">
        <h2>{report.title}</h2>
        <SessionStateMark session={report} />
        <p className="session-facts">
          {dateTime(report.startedAt)} · {clock(report.seconds)} · {text.facts.modes[report.mode]}
          {report.target !== null && ` · ${report.target}`}
          {report.engine !== null && ` · ${report.engine}`} · <span className="mono">{report.meetingId}</span>
        </p>
        {report.reason !== null && (
          <p className="session-reason">
            <strong>{text.sessions.notComplete}</strong> {report.reason}
          </p>
        )}
        {isLive && <SessionActions session={report} transcriptId={transcriptId} />}
      </div>
      <Panel
        title={text.transcript.region}
        className="session-transcript"
        tools={report.text !== '' && <CopyText text={report.text} />}
      >
        {report.transcript.length === 0 ? (
          <Empty>{report.mode === 'capture-only' ? text.transcript.captureOnly : text.transcript.none}</Empty>
        ) : (
          <div className="scroll-box" role="region" aria-label={text.transcript.lines} tabIndex={0}>
            <TranscriptLines lines={report.transcript} />
          </div>
        )}
      </Panel>
      <div className="session-side">
        <SessionTracks tracks={report.tracks} />
        {isLive && (report.transcripts.length > 0 || report.seconds > 0) && (
          <SessionTranscripts report={report} shownId={transcriptId} onShow={onShow} />
        )}
        <SessionCounters report={report} />
      </div>
      <SessionReceipt report={report} />
      <p>
        <a href={hrefOf({ page: 'timeline', sessionId: report.sessionId })}>{text.timeline.open}</a>
      </p>
      <Disclosure label={text.sessions.showEvents}>
        <EventsPanel sessionId={report.sessionId} />
      </Disclosure>
    </>
  );
}

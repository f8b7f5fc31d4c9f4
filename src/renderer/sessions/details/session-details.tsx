import { ArrowLeftIcon } from '@primer/octicons-react';
import { useState, type ReactNode } from 'react';
import type { SessionReport } from '../../../shared/session/session.ts';
import { reasonOf } from '../../../shared/session/silence.ts';
import { hrefOf } from '../../app/route.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { EventsPanel } from '../../events/events-panel.tsx';
import { dateTime } from '../../format.ts';
import { useOpened } from '../../opened/opened-context.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { Disclosure } from '../../parts/layout/disclosure.tsx';
import { Empty } from '../../parts/layout/empty.tsx';
import { SessionPlayer } from '../../player/session-player.tsx';
import { usePlayer } from '../../player/use-player.ts';
import { text } from '../../text.ts';
import { PlayedTranscript } from './played-transcript.tsx';
import type { Deletions } from '../deletions/use-deletions.ts';
import { SessionAnnotation } from './session-annotation.tsx';
import { SessionActions } from './session-actions.tsx';
import { SessionCounters } from './session-counters.tsx';
import { SessionReceipt } from './session-receipt.tsx';
import { SessionLength } from '../session-length.tsx';
import { SessionStateMark } from '../session-state-mark.tsx';
import { SessionTranscripts } from './session-transcripts.tsx';
import { SessionTracks } from './session-tracks.tsx';

const growsMs = 3_000;

export function SessionDetails(props: { sessionId: string; deletions: Deletions }): ReactNode {
  const { sessionId, deletions } = props;
  const [transcriptId, setTranscriptId] = useState<number>();
  const { data: report, error } = useAnswer(
    'sessions.show',
    { sessionId, ...(transcriptId !== undefined && { transcriptId }) },
    // Its words, counters and receipt grow while it is recorded.
    { everyMs: ({ endedAt }) => (endedAt === null ? growsMs : null) },
  );
  return (
    <article className="session-details" aria-label={text.sessions.details}>
      <a className="session-back" href={hrefOf({ page: 'sessions', sessionId: null })}>
        <ArrowLeftIcon /> {text.sessions.back}
      </a>
      <CommandError error={error} />
      {report === undefined ? (
        error === null && <Empty>{text.loading}</Empty>
      ) : (
        <Report report={report} transcriptId={transcriptId} onShow={setTranscriptId} deletions={deletions} />
      )}
    </article>
  );
}

function Report(props: {
  report: SessionReport;
  transcriptId: number | undefined;
  onShow: (transcriptId: number) => void;
  deletions: Deletions;
}): ReactNode {
  const { report, transcriptId, onShow, deletions } = props;
  const isLive = useOpened().opened === null;
  const player = usePlayer(report.seconds);
  // In a bundle that is open there is no audio.
  const canPlay = isLive && report.seconds > 0 && report.endedAt !== null;
  return (
    <>
      <div className="session-head">
        <h2 dir="auto">{report.title}</h2>
        <SessionStateMark session={report} />
        <p className="session-facts">
          {dateTime(report.startedAt)} · <SessionLength session={report} /> · {text.facts.modes[report.mode]}
          {report.target !== null && ` · ${report.target}`}
          {report.engine !== null && ` · ${report.engine}`} · <span className="mono">{report.meetingId}</span>
        </p>
        {report.reason !== null && (
          <p className="session-reason">
            <strong>{text.sessions.notComplete}</strong> {reasonOf(report)}
          </p>
        )}
        {isLive && <SessionActions session={report} transcriptId={transcriptId} deletions={deletions} />}
        {isLive ? <SessionAnnotation report={report} /> : null}
      </div>
      {canPlay && <SessionPlayer report={report} player={player} />}
      <PlayedTranscript report={report} player={player} canPlay={canPlay} />
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

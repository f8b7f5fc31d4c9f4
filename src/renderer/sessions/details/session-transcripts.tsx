import { useState, type ReactNode } from 'react';
import type { SessionReport } from '../../../shared/session/session.ts';
import type {
  TranscriptionProgress,
  TranscriptSummary,
} from '../../../shared/session/transcript/transcripts.ts';
import { useAnswer, useCommand } from '../../connection/bridge-hooks.ts';
import { EngineSelect } from '../../engines/engine-choice.tsx';
import { clock, count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { Disclosure } from '../../parts/layout/disclosure.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { StateIcon } from '../../parts/state-icon.tsx';
import { text } from '../../text.ts';

const words = text.transcripts;

/** What engines made of the session and what it cost; another try, and another engine. */
export function SessionTranscripts(props: {
  report: SessionReport;
  shownId: number | undefined;
  onShow: (transcriptId: number) => void;
}): ReactNode {
  const { report, shownId, onShow } = props;
  const { sessionId } = report;
  const { data: running = null } = useAnswer(
    'transcripts.progress',
    { sessionId },
    { select: ({ progress }) => progress },
  );
  const isKept = report.state !== 'recording' && report.state !== 'stopping';
  return (
    <Panel title={words.title}>
      {running !== null && <Running sessionId={sessionId} progress={running} />}
      <ul className="transcript-list">
        {report.transcripts.map((transcript, index) => (
          <li key={transcript.id}>
            <Transcript
              transcript={transcript}
              sessionId={sessionId}
              canTry={running === null}
              isShown={
                transcript.id === shownId ||
                (shownId === undefined && index === 0 && report.mode === 'direct')
              }
              onShow={() => onShow(transcript.id)}
            />
          </li>
        ))}
      </ul>
      {isKept && running === null && (
        <div className="transcript-more">
          <Disclosure label={report.transcripts.length === 0 ? words.transcribe : words.another}>
            <AnotherEngine sessionId={sessionId} />
          </Disclosure>
        </div>
      )}
    </Panel>
  );
}

function Transcript(props: {
  transcript: TranscriptSummary;
  sessionId: string;
  canTry: boolean;
  isShown: boolean;
  onShow: () => void;
}): ReactNode {
  const { transcript, sessionId, canTry, isShown, onShow } = props;
  const start = useCommand('transcripts.start');
  const { engine, segments, done, parked, waiting, speechSec, billedSec, costUsd, reason } = transcript;
  const isWhole = parked === 0 && waiting === 0;
  return (
    <div className="transcript-summary">
      <StateIcon level={isWhole ? 'good' : 'warning'} />
      <div>
        <strong>{engine}</strong>
        <p>{words.progress(count(done), count(segments))}</p>
        <p>
          {words.speech(clock(speechSec))}
          {billedSec > 0 && ` · ${words.cost(clock(billedSec), costUsd.toFixed(4))}`}
        </p>
        {parked > 0 && <p>{words.failed(count(parked))}</p>}
        {waiting > 0 && <p>{words.waiting(count(waiting))}</p>}
        {reason !== null && <p className="session-reason">{reason}</p>}
        <div className="button-row">
          {isShown ? (
            <span className="transcript-shown">{words.shown}</span>
          ) : (
            <button type="button" onClick={onShow}>
              {words.show}
            </button>
          )}
          {!isWhole && canTry && (
            <button
              type="button"
              aria-disabled={start.isPending}
              onClick={() => start.mutate({ sessionId, engine })}
            >
              {words.again}
            </button>
          )}
        </div>
        <CommandError error={start.error} />
      </div>
    </div>
  );
}

function Running(props: { sessionId: string; progress: TranscriptionProgress }): ReactNode {
  const { sessionId, progress } = props;
  const cancel = useCommand('transcripts.cancel');
  return (
    <div className="transcript-more">
      <p role="status">{words.running(count(progress.segments), progress.sentence)}</p>
      <div className="button-row">
        <button
          type="button"
          aria-disabled={cancel.isPending}
          onClick={() => cancel.isPending || cancel.mutate({ sessionId })}
        >
          {words.cancel}
        </button>
      </div>
      <CommandError error={cancel.error} />
    </div>
  );
}

function AnotherEngine({ sessionId }: { sessionId: string }): ReactNode {
  const { data: answer } = useAnswer('engines.list', {});
  const [engine, setEngine] = useState('auto');
  const start = useCommand('transcripts.start');
  return (
    <div className="engine-choice">
      <EngineSelect engines={answer?.engines ?? []} value={engine} onChange={setEngine} />
      <button
        type="button"
        aria-disabled={start.isPending}
        onClick={() => start.mutate({ sessionId, ...(engine !== 'auto' && { engine }) })}
      >
        {words.start}
      </button>
      {start.isSuccess && <p role="status">{words.started}</p>}
      <CommandError error={start.error} />
    </div>
  );
}

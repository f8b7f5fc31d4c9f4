import type { ReactNode } from 'react';
import type { SessionReport } from '../../shared/session/session.ts';
import { useAnswer, useStatus } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { TranscriptLines } from './transcript-lines.tsx';
import { useFollowEnd } from './use-follow-end.ts';

/** What was said in the running session, or in the one that ended last. */
export function LiveTranscript(): ReactNode {
  const sessionId = useStatus((status) => status.session?.sessionId ?? null) ?? null;
  const mode = useStatus((status) => status.session?.mode ?? null) ?? null;
  // What is only being opened is not stored yet.
  const isStored = useStatus((status) => status.session?.state !== 'starting') ?? false;
  const { data: lines = [], error } = useAnswer(
    'sessions.show',
    { sessionId: sessionId ?? '' },
    { enabled: sessionId !== null && isStored, select: transcriptOf },
  );
  const { ref, isFollowing, onScroll, jumpToEnd } = useFollowEnd(lines.length);
  const jump = !isFollowing && (
    <button type="button" className="quiet-button" onClick={jumpToEnd}>
      {text.transcript.newest}
    </button>
  );
  return (
    <Panel title={text.transcript.region} className="transcript" tools={jump}>
      <CommandError error={error} />
      <div
        ref={ref}
        className="scroll-box"
        role="log"
        aria-label={text.transcript.lines}
        tabIndex={0}
        onScroll={onScroll}
      >
        {/* In the place of the first line, which moves nothing then. */}
        {lines.length === 0 && error === null ? (
          <Empty>{mode === null ? text.transcript.empty : emptyWords[mode]}</Empty>
        ) : (
          <TranscriptLines lines={lines} />
        )}
      </div>
    </Panel>
  );
}

const emptyWords = {
  stream: text.transcript.empty,
  direct: text.transcript.engineEmpty,
  'capture-only': text.transcript.captureOnly,
} as const;

const transcriptOf = (report: SessionReport): SessionReport['transcript'] => report.transcript;

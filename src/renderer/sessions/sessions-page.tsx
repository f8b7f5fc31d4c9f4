import type { ReactNode } from 'react';
import { Empty } from '../parts/layout/empty.tsx';
import { text } from '../text.ts';
import { SessionDetails } from './details/session-details.tsx';
import { SessionList } from './session-list.tsx';
import { DeletionResult } from './deletions/deletion-result.tsx';
import { useDeletions } from './deletions/use-deletions.ts';
import './sessions.css';

/** The list and one session side by side; where it is narrow, one of them. */
export function SessionsPage({ sessionId }: { sessionId: string | null }): ReactNode {
  const deletions = useDeletions();
  return (
    <div className="sessions-page" data-open={sessionId !== null || undefined}>
      <DeletionResult deletions={deletions} />
      <SessionList openId={sessionId} deletions={deletions} />
      {sessionId === null ? (
        <div className="sessions-choose">
          <Empty>{text.sessions.choose}</Empty>
        </div>
      ) : (
        <SessionDetails key={sessionId} sessionId={sessionId} deletions={deletions} />
      )}
    </div>
  );
}

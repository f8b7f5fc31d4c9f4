import type { ReactNode } from 'react';
import type { SessionSummary } from '../../shared/session/session.ts';
import { useStatus } from '../connection/bridge-hooks.ts';
import { clock } from '../format.ts';

/** How long a session is; of the one that is being recorded, by the second. */
export function SessionLength({
  session: { sessionId, seconds },
}: {
  session: Pick<SessionSummary, 'sessionId' | 'seconds'>;
}): ReactNode {
  const recordedSec = useStatus(({ session }) =>
    session?.sessionId === sessionId ? Math.floor(session.seconds) : null,
  );
  return clock(Math.max(seconds, recordedSec ?? 0));
}

import type { ReactNode } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';

/** What is on disk, not what the wall clock says: this is the length that a crash would leave. */
export function Elapsed(): ReactNode {
  const elapsed = useStatus((status) => clock(status.recordedSec));
  return (
    <p className="record-elapsed">
      <span className="record-elapsed-time" role="timer" aria-label={text.record.elapsed}>
        {elapsed}
      </span>
      <span className="record-elapsed-label" aria-hidden="true">
        {text.record.elapsed}
      </span>
    </p>
  );
}

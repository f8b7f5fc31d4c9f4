import { noBytes, noChunks } from '../../../../shared/session/no-counts.ts';
import type { SessionSummary } from '../../../../shared/session/session.ts';
import { tell } from '../../../../shared/words/all-words.ts';
import type { SessionRun } from './running-session.ts';

/** What stands for a session from the press of Record until its sources are open, so that everybody sees it starting. */
export function openingRun(summary: SessionSummary): SessionRun {
  const nothing = (): void => undefined;
  return {
    summary: () => summary,
    levels: () => [],
    recordedSec: () => 0,
    samples: () => 0,
    chunks: () => noChunks,
    bytes: () => noBytes,
    waitingBytes: () => null,
    connection: () => ({ phase: 'idle', ...tell('link.opening-sources') }),
    transcriptLines: () => 0,
    failure: () => null,
    queuedSec: () => 0,
    tryNow: nothing,
    wakeUp: nothing,
    switchTarget: nothing,
    annotate: nothing,
    stop: nothing,
    stopWaiting: nothing,
    abort: nothing,
    done: Promise.resolve(null),
  };
}

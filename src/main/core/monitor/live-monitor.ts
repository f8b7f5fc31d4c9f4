import { messageOf } from '../../../shared/errors.ts';
import type { MonitorVerdict, StoredEvent } from '../../../shared/events/events.ts';
import type { MonitorCounts } from '../../../shared/events/findings.ts';
import { createJudge, referenceRules } from './judge.ts';
import { frameFacts } from './frame-facts.ts';
import { monitorEventOf } from './monitor-event.ts';
import { createSpill } from '../bounded/bounded.ts';

/** The reference monitor over our own traffic, as it is committed. */
export type LiveMonitor = {
  /** The same events; frames have their verdict. */
  judge(events: readonly StoredEvent[]): StoredEvent[];
  /** Since this process started. */
  counts(): MonitorCounts;
  stop(): Promise<void>;
};

/**
 * It works in the publishing path, after the commit: a few microseconds a frame on the main thread, against a
 * message there and back to another.
 */
export function createLiveMonitor(options: { onProblem?: (reason: string) => void } = {}): LiveMonitor {
  const spill = createSpill();
  const judge = createJudge(referenceRules, spill);
  const ignored = new Set(referenceRules.ignore);
  const counts: MonitorCounts = { total: 0, duplicates: 0, deprecated: 0, validationErrors: 0 };

  function withVerdict(event: StoredEvent): StoredEvent {
    if (event.kind !== 'frame') return event;
    const verdict = verdictOn(event);
    if (verdict === undefined) return event;
    counts.total += 1;
    if (verdict.isDuplicate) counts.duplicates += 1;
    if (verdict.isDeprecated) counts.deprecated += 1;
    counts.validationErrors += verdict.validationErrors.length;
    return { ...event, verdict };
  }

  // Its memory is on a disk that may be full, and an event without a verdict is better than no event.
  function verdictOn(event: StoredEvent): MonitorVerdict | undefined {
    try {
      return judge.judge(monitorEventOf(frameFacts(event, event.monoMs, ignored))).verdict;
    } catch (error) {
      options.onProblem?.(`A frame has no verdict: ${messageOf(error)}.`);
      return undefined;
    }
  }

  return {
    judge: (events) => events.map(withVerdict),
    counts: () => ({ ...counts }),
    stop() {
      spill.close();
      return Promise.resolve();
    },
  };
}

/**
 * What recorded frames say: a verdict on each as it comes, and causes, old names and broken rules over any range.
 * Needs the database's threads and the event store's flush.
 * Owns the table of marks, what is said of single events; it reads the events'.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { MarkProgress } from '../../../shared/events/causes.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { messageOf } from '../../../shared/errors.ts';
import { createAnalysisService, type AnalysisService } from './analysis-service.ts';
import type { AnalysisReads } from './analysis-store.ts';
import { createMarks } from './marks/marks.ts';
import type { MarkReads, MarkWrites } from './marks/mark-store.ts';
import { createLiveMonitor } from '../monitor/monitor.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, RecordEvent } from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';

export { createAnalyzer } from './analyzer.ts';

export type Findings = {
  service: AnalysisService;
  /** How far the marks reach, by which lists of events choose; what is missing of them is begun with. */
  markProgress(): Promise<MarkProgress>;
  /** Events that were just committed, frames with their verdict. */
  judge(events: readonly StoredEvent[]): StoredEvent[];
  handlers: FindingsHandlers;
  stop(): Promise<void>;
};
export type FindingsHandlers = Pick<Handlers, Extract<keyof Handlers, `analysis.${string}`>>;

// Counters for people.
const publishMs = 1_000;
const mostProblems = 20;
// The first seconds of a host belong to those who wait for it.
const firstMarkingMs = 10_000;

/** The live monitor in the publishing path, and the analysis of what is stored. */
export function startFindings(options: {
  clock: Clock;
  topics: TopicHub;
  reads: { analysis: Promisified<AnalysisReads>; marks: Promisified<MarkReads> };
  writes: { marks: Promisified<MarkWrites> };
  /** The event store, which starts after this. */
  events: () => { flush(): Promise<void>; record: RecordEvent };
  log: Logger;
  /** A host that stays marks what is stored as it comes, and what was stored before. */
  stays: boolean;
}): Findings {
  const { clock, topics } = options;
  const problems = new Set<string>();
  const monitor = createLiveMonitor({
    onProblem(reason) {
      // It would be said of each frame that follows, and recorded among them.
      if (problems.has(reason) || problems.size >= mostProblems) return;
      problems.add(reason);
      options.events().record({ kind: 'storage', type: 'monitor.no-verdict', reason });
    },
  });
  const service = createAnalysisService({
    reads: options.reads.analysis,
    flushEvents: () => options.events().flush(),
  });
  const marks = createMarks({
    clock,
    reads: options.reads.marks,
    writes: options.writes.marks,
    onProblem(error) {
      options.log.warn({ problem: messageOf(error) }, 'events have no marks yet');
    },
  });
  const cancelFirst = options.stays ? clock.after(firstMarkingMs, () => marks.soon()) : undefined;
  let cancelPublishing: (() => void) | undefined;

  function publishSoon(): void {
    cancelPublishing ??= clock.after(publishMs, () => {
      cancelPublishing = undefined;
      topics.publish('monitor', monitor.counts());
    });
  }

  return {
    service,
    markProgress: () => marks.progress(),
    judge(events) {
      const judged = monitor.judge(events);
      if (judged.some(({ verdict }) => verdict !== undefined)) {
        publishSoon();
        if (options.stays) marks.soon();
      }
      return judged;
    },
    handlers: {
      'analysis.run': ({ range, rules }) => service.run(range, rules),
      'analysis.whatIf': ({ range, rules }) => service.whatIf(range, rules),
      'analysis.compare': ({ a, b }) => service.compare(a, b),
      'analysis.marking': () => marks.progress(),
      'analysis.marks': ({ seqs }) => marks.of(seqs),
      'analysis.events': ({ ids }) => service.events(ids),
    },
    async stop() {
      cancelPublishing?.();
      cancelFirst?.();
      await marks.stop();
      await monitor.stop();
    },
  };
}

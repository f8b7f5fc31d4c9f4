/**
 * What recorded frames say: a verdict on each as it comes, and causes, old names and broken rules over any range.
 * Needs the reader thread and the event store's flush.
 * Owns no table; it reads the events'.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { createAnalysisService, type AnalysisService } from './analysis-service.ts';
import type { AnalysisReads } from './analysis-store.ts';
import { createMarks } from './marks.ts';
import type { MarkReads } from './mark-store.ts';
import { createLiveMonitor } from '../monitor/monitor.ts';
import type { Clock, RecordEvent } from '../ports/ports.ts';
import type { Promisified } from '../storage/storage.ts';

export { createAnalyzer } from './analyzer.ts';

export type Findings = {
  service: AnalysisService;
  /** Resolves when every stored event has its marks, by which lists of events choose. */
  markAll(): Promise<void>;
  /** Events that were just committed, frames with their verdict. */
  judge(events: readonly StoredEvent[]): StoredEvent[];
  handlers: FindingsHandlers;
  stop(): Promise<void>;
};
export type FindingsHandlers = Pick<Handlers, Extract<keyof Handlers, `analysis.${string}`>>;

// Counters for people.
const publishMs = 1_000;
const mostProblems = 20;

/** The live monitor in the publishing path, and the analysis of what is stored. */
export function startFindings(options: {
  clock: Clock;
  topics: TopicHub;
  reads: { analysis: Promisified<AnalysisReads>; marks: Promisified<MarkReads> };
  /** The event store, which starts after this. */
  events: () => { flush(): Promise<void>; record: RecordEvent };
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
  const marks = createMarks(options.reads.marks);
  let cancelPublishing: (() => void) | undefined;

  function publishSoon(): void {
    cancelPublishing ??= clock.after(publishMs, () => {
      cancelPublishing = undefined;
      topics.publish('monitor', monitor.counts());
    });
  }

  return {
    service,
    markAll: () => marks.markAll(),
    judge(events) {
      const judged = monitor.judge(events);
      if (judged.some(({ verdict }) => verdict !== undefined)) publishSoon();
      return judged;
    },
    handlers: {
      'analysis.run': ({ range, rules }) => service.run(range, rules),
      'analysis.whatIf': ({ range, rules }) => service.whatIf(range, rules),
      'analysis.compare': ({ a, b }) => service.compare(a, b),
      'analysis.marks': ({ seqs }) => marks.of(seqs),
      'analysis.events': ({ ids }) => service.events(ids),
    },
    stop() {
      cancelPublishing?.();
      return monitor.stop();
    },
  };
}

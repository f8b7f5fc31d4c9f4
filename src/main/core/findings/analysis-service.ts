import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import { compareReports, type Comparison } from '../../../shared/events/compare-reports.ts';
import {
  rulesSchema,
  sessionFindingsOf,
  type AnalysisRange,
  type AnalysisReport,
  type AnalysisRules,
  type SessionFindings,
} from '../../../shared/events/findings.ts';
import type { Promisified } from '../storage/storage.ts';
import type { AnalysisReads } from './analysis-store.ts';

/** Questions to the analysis of stored events. */
export type AnalysisService = {
  run(range: AnalysisRange, rules?: Partial<AnalysisRules>): Promise<AnalysisReport>;
  /** The same events under the usual rules and under others. */
  whatIf(
    range: AnalysisRange,
    rules: Partial<AnalysisRules>,
  ): Promise<{ usual: AnalysisReport; changed: AnalysisReport }>;
  compare(a: AnalysisRange, b: AnalysisRange): Promise<Comparison>;
  ofSession(sessionId: string): Promise<SessionFindings>;
  events(ids: readonly number[]): Promise<StoredEvent[]>;
};

export function createAnalysisService(options: {
  reads: Promisified<AnalysisReads>;
  /** Resolves when every event recorded so far is in the database. */
  flushEvents: () => Promise<void>;
}): AnalysisService {
  const { reads } = options;

  async function run(range: AnalysisRange, rules: Partial<AnalysisRules> = {}): Promise<AnalysisReport> {
    // What was recorded a moment ago belongs to the answer; what cannot be stored now is told elsewhere.
    await options.flushEvents().catch(() => undefined);
    const fullRules = rulesSchema.parse(rules);
    return analyse(range, fullRules).catch((error: unknown) => {
      // The thread died and was started again, without our half-done analysis.
      if (error instanceof AppError && error.code === 'not-found') return analyse(range, fullRules);
      throw error;
    });
  }

  async function analyse(range: AnalysisRange, rules: AnalysisRules): Promise<AnalysisReport> {
    const id = randomUUID();
    await reads.start(id, range, rules);
    let step = reads.step(id);
    for (;;) {
      // Asked for before this one is over, so that the thread does not wait for us. The last one finds nothing to do.
      const next = reads.step(id);
      next.catch(() => undefined);
      const { report } = await step;
      if (report !== null) return report;
      step = next;
    }
  }

  return {
    run,
    async whatIf(range, rules) {
      return { usual: await run(range), changed: await run(range, rules) };
    },
    compare: async (a, b) => compareReports(await run(a), await run(b)),
    ofSession: async (sessionId) => sessionFindingsOf(await run({ sessionId })),
    events: (ids) => reads.listEvents(ids),
  };
}

import type { EventDraft, MonitorVerdict, StoredEvent } from '../../../shared/events/events.ts';
import type { AnalysisReport, AnalysisRules, MonitorCounts } from '../../../shared/events/findings.ts';
import {
  createCopies,
  frameFacts,
  type AnalysedEvent,
  type MonitorEvent,
  createMonitor,
  monitorEventOf,
} from '../monitor/monitor.ts';
import { noNotes, readEventFile, type FileNotes, type TraceFrame } from './read-event-file.ts';
import { createSpool } from '../bounded/bounded.ts';

type FileOptions = {
  path: string;
  rules: AnalysisRules;
  /** Makes an event of a frame of a trace file. */
  asEvent: (frame: TraceFrame) => EventDraft;
};

/** Where a report goes that may be longer than memory: pieces of one JSON document. */
type MonitorOutput = { verdicts: boolean; write: (piece: string) => Promise<void> };

/** What makes a report of events, one after another. */
type FileAnalyzer = { add(event: AnalysedEvent): void; report(): AnalysisReport; close(): void };

/** The whole analysis of a file of events, which may be longer than memory. */
export async function analyseFile(
  options: FileOptions & { createAnalyzer: (rules: AnalysisRules) => FileAnalyzer },
): Promise<{ report: AnalysisReport; notes: FileNotes }> {
  const notes = noNotes();
  const analyzer = options.createAnalyzer(options.rules);
  try {
    for await (const events of readEventFile(options.path, notes, options.asEvent)) {
      for (const event of events) analyzer.add(event.stored());
    }
    return { report: analyzer.report(), notes };
  } finally {
    analyzer.close();
  }
}

/** The reference monitor over a file. Nothing is written before the file was read to its end. */
export async function monitorFile(
  options: FileOptions,
  output: MonitorOutput,
): Promise<{ counts: MonitorCounts; notes: FileNotes }> {
  const notes = noNotes();
  const run = createRun(options.rules, output);
  const copies = createCopies();
  try {
    for await (const events of readEventFile(options.path, notes, options.asEvent)) {
      for (const event of events) {
        // Events for the monitor itself are judged as they are told, whatever their times.
        if (event.kind !== 'frame' || (event.isStored && copies.isCopy(event.stored()))) continue;
        run.record(event.index, event.monitor());
      }
    }
    return { counts: await run.finish({ input: notes }), notes };
  } finally {
    run.close();
  }
}

/** The reference monitor over stored frames. */
export async function monitorStream(
  pages: AsyncIterable<readonly StoredEvent[]>,
  rules: AnalysisRules,
  output: MonitorOutput,
): Promise<MonitorCounts> {
  const run = createRun(rules, output);
  const ignored = new Set(rules.ignore);
  const copies = createCopies();
  let index = 0;
  try {
    for await (const events of pages) {
      for (const event of events) {
        if (copies.isCopy(event)) continue;
        run.record(index, monitorEventOf(frameFacts(event, event.wallMs, ignored)));
        index += 1;
      }
    }
    return await run.finish({});
  } finally {
    run.close();
  }
}

function createRun(rules: AnalysisRules, { verdicts: wantsVerdicts, write }: MonitorOutput) {
  const monitor = createMonitor(rules);
  const verdicts = createSpool();
  return {
    record(index: number, event: MonitorEvent): void {
      const verdict = monitor.record(event);
      if (wantsVerdicts) verdicts.append(`${verdicts.isEmpty() ? '' : ','}${verdictJson(index, verdict)}`);
    },
    async finish(more: object): Promise<MonitorCounts> {
      await write('{');
      for (const piece of monitor.reportJson()) await write(piece);
      if (wantsVerdicts) {
        await write(',"verdicts":[');
        for (const piece of verdicts.chunks()) await write(piece);
        await write(']');
      }
      await write(',"session_analyses":');
      for (const piece of monitor.sessionsJson()) await write(piece);
      for (const [name, value] of Object.entries(more)) await write(`,"${name}":${JSON.stringify(value)}`);
      await write('}\n');
      return monitor.counts();
    },
    close(): void {
      verdicts.close();
      monitor.close();
    },
  };
}

function verdictJson(i: number, verdict: MonitorVerdict): string {
  const { isDuplicate, isDeprecated, validationErrors, recommendations } = verdict;
  if (recommendations.length === 0 && validationErrors.length === 0)
    return `{"i":${i},"is_duplicate":false,"is_deprecated":false,"validation_errors":[],"recommendations":[]}`;
  return JSON.stringify({
    i,
    is_duplicate: isDuplicate,
    is_deprecated: isDeprecated,
    validation_errors: validationErrors,
    recommendations,
  });
}

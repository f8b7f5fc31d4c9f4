import { asTold, sentence } from '../../../../../shared/words/all-words.ts';
import type { AnalysisReport } from '../../../../../shared/events/findings.ts';
import type { Redactor } from '../../../redaction/redaction.ts';
import type { Source } from '../../source/source.ts';
import { definePart, jsonLine } from '../part.ts';
import { safeId, safeTarget } from '../safe-fields.ts';

/** The analysis of the window: what the reference monitor counts, and duplicates by their cause. */
export const duplicatesPart = definePart<AnalysisReport>({
  id: 'duplicates',
  file: 'duplicates.json',
  title: sentence('bundle.part.duplicates'),
  async rows(source) {
    const report = await analyse(source);
    return report === null ? [] : [report];
  },
  show: (report, { redactor }) => jsonLine(shown(report, redactor)),
  plant: (canary) => [planted(canary)],
});

// Parts and findings ask for the same; it is worked out once for each bundle.
const analysed = new WeakMap<Source, Promise<AnalysisReport | null>>();

/** `null` where the database cannot be analysed. */
export function analyse(source: Source): Promise<AnalysisReport | null> {
  const known = analysed.get(source) ?? analyseNow(source);
  analysed.set(source, known);
  return known;
}

async function analyseNow(source: Source): Promise<AnalysisReport | null> {
  const { questions, window, missing, signal } = source;
  try {
    const { sessionId, toMs } = window;
    const sinceMs = analysedSince(source);
    if (sinceMs > window.fromMs)
      missing.push(
        `Duplicates are of what was recorded since ${new Date(sinceMs).toISOString()}: a larger file goes further back.`,
      );
    const range = { ...(sessionId !== null && { sessionId }), sinceMs, untilMs: toMs };
    return (await questions?.analyse(range, signal)) ?? null;
  } catch {
    signal.throwIfAborted();
    missing.push("Duplicates couldn't be analysed: the events are damaged.");
    return null;
  }
}

/** Where the newest events begin that are analysed, by an index alone. */
function analysedSince({ db, window, mostLines }: Source): number {
  const { fromMs, toMs, sessionId } = window;
  const where = sessionId === null ? '' : 'AND session_id = @sessionId';
  const oldest = db
    ?.prepare<object, { atMs: number }>(
      `SELECT wall_ms AS atMs FROM events WHERE wall_ms >= @fromMs AND wall_ms <= @toMs ${where}
       ORDER BY wall_ms DESC LIMIT 1 OFFSET @mostLines`,
    )
    .get({ fromMs, toMs, mostLines, ...(sessionId !== null && { sessionId }) });
  // Those of the same moment go with it: an import may have very many.
  return oldest?.atMs ?? fromMs;
}

function shown(report: AnalysisReport, redactor: Redactor): object {
  const sentence = (text: string): string => redactor.sentence(text);
  return {
    reference: { total: report.events, ...report.monitor },
    events: report.events,
    sessions: report.sessions,
    firstMs: report.firstMs,
    lastMs: report.lastMs,
    copies: report.copies,
    results: report.results,
    duplicates: report.duplicates,
    bytesWasted: report.bytesWasted,
    byCause: report.byCause,
    findings: report.findings.map(({ sessionId, target, type, evidence, confirm, ...figures }) => ({
      ...figures,
      // The codes repeat what the sentences say, and nothing is redacted in them.
      said: undefined,
      type: redactor.name(type),
      sessionId: safeId(sessionId, redactor),
      target: safeTarget(target, redactor),
      evidence: sentence(evidence),
      confirm: sentence(confirm),
    })),
    violations: report.violations.map(({ type, path, expected, found, ...figures }) => ({
      ...figures,
      type: redactor.name(type),
      path: redactor.name(path),
      expected: sentence(expected),
      found: redactor.name(found),
    })),
    deprecated: report.deprecated.map(({ name, replacement, target, serverVersion, ...figures }) => ({
      ...figures,
      name: redactor.name(name),
      replacement: redactor.name(replacement),
      target: safeTarget(target, redactor),
      serverVersion: serverVersion === null ? null : redactor.name(serverVersion),
    })),
    drift: report.drift.map(({ type, path, was, is, ...figures }) => ({
      ...figures,
      type: redactor.name(type),
      path: redactor.name(path),
      was: redactor.name(was),
      is: redactor.name(is),
    })),
    recommendations: report.recommendations.map(({ text, why, eventIds }) => ({
      advice: sentence(text),
      why: sentence(why),
      eventIds,
    })),
    traffic: report.traffic.map(({ type, ...figures }) => ({ type: redactor.name(type), ...figures })),
  };
}

function planted(canary: string): AnalysisReport {
  const place = { type: canary, path: canary };
  return {
    rules: { windowSec: 5, ignore: [canary], sameSource: true },
    ...{
      events: 0,
      sessions: 0,
      firstMs: null,
      lastMs: null,
      copies: 0,
      duplicates: 0,
      bytesWasted: 0,
      byCause: [],
    },
    monitor: { duplicates: 0, deprecated: 0, validationErrors: 0 },
    results: { messages: 0, bytes: 0, transcriptions: 0 },
    findings: [
      {
        ...{
          cause: 'echo',
          type: canary,
          sessionId: canary,
          target: canary,
          eventIds: [],
          events: 0,
          repeats: 0,
        },
        ...{ atMs: 0, bytesWasted: 0, confidence: 1, evidence: `both say “${canary}”`, confirm: canary },
        said: { evidence: asTold(canary) },
      },
    ],
    violations: [
      {
        ...place,
        expected: canary,
        found: canary,
        events: 1,
        isConstant: false,
        sampleId: 1,
        firstMs: 0,
        lastMs: 0,
      },
    ],
    deprecated: [
      {
        ...{ name: canary, replacement: canary, target: canary, serverVersion: canary, events: 0, share: 0 },
        ...{ firstMs: 0, lastMs: 0, firstId: 1, lastId: 1, sessionsSince: 0, isSafeToRemove: false },
      },
    ],
    drift: [{ ...place, change: 'appeared', was: canary, is: canary, samples: 1, eventId: 1, atMs: 0 }],
    recommendations: [{ text: canary, why: canary, eventIds: [] }],
    traffic: [{ type: canary, direction: 'in', messages: 1, bytes: 1 }],
  };
}

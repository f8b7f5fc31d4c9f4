import { compareReports } from '../../src/shared/events/compare-reports.ts';
import { rulesSchema, type AnalysisReport } from '../../src/shared/events/findings.ts';

/** An analysis that found nothing wrong. */
export function cleanReport(more: Partial<AnalysisReport> = {}): AnalysisReport {
  return {
    rules: rulesSchema.parse({}),
    events: 412,
    sessions: 1,
    firstMs: 1_767_225_600_000,
    lastMs: 1_767_225_700_000,
    monitor: { duplicates: 1, deprecated: 0, validationErrors: 3 },
    copies: 0,
    results: { messages: 30, bytes: 9_000, transcriptions: 30 },
    duplicates: 0,
    bytesWasted: 0,
    byCause: [{ cause: 'expected-twin', findings: 1, repeats: 1, bytesWasted: 0 }],
    findings: [],
    violations: [],
    deprecated: [],
    drift: [],
    recommendations: [],
    traffic: [{ type: 'AUDIO_CHUNK', direction: 'out', messages: 87, bytes: 3_700_000 }],
    ...more,
  };
}

export const sampleComparison = compareReports(cleanReport(), cleanReport());
export const noFindings = { duplicates: 0, deprecated: 0, validationErrors: 3, byCause: {} };

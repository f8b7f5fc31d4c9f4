import { visibleLine } from '../../../../shared/visible-text.ts';
import type { Comparison, Pair } from '../../../../shared/events/compare-reports.ts';
import type { AnalysisReport } from '../../../../shared/events/findings.ts';
import type { MonitorCounts } from '../../../../shared/events/findings.ts';
import type { FileNotes } from '../../../core/event-files/event-files.ts';
import { formatTable } from '../table.ts';
import { say } from '../../../../shared/words/all-words.ts';

const mostShown = 20;

/** An analysis for people: what to do first, then why, then the rest. */
export function analysisText(report: AnalysisReport): string {
  const { events, duplicates, bytesWasted, monitor } = report;
  const parts = [
    `${say('cli.analysed', {
      ...{ frames: events, sessions: report.sessions, duplicates, bytes: bytesWasted },
      ...{ deprecated: monitor.deprecated, invalid: monitor.validationErrors },
    })}\n`,
  ];
  if (report.recommendations.length > 0)
    parts.push(
      report.recommendations.map(({ text, why }) => `- ${visibleLine(`${text} ${why}`)}\n`).join(''),
    );
  if (report.byCause.length > 0) {
    const rows = report.byCause.map(({ cause, findings, repeats, bytesWasted: bytes }) => [
      say(`cause.${cause}`),
      String(findings),
      String(repeats),
      String(bytes),
    ]);
    parts.push(formatTable(['cause', 'findings', 'repeats', 'bytes wasted'], rows));
  }
  const shown = report.findings.filter(({ cause }) => cause !== 'expected-twin').slice(0, mostShown);
  if (shown.length > 0)
    parts.push(
      shown
        .map(
          ({ cause, evidence, eventIds }) =>
            `${say(`cause.${cause}`)}: ${visibleLine(evidence)} [${eventIds.join(', ')}]\n`,
        )
        .join(''),
    );
  if (report.violations.length > 0) {
    const rows = report.violations.map((violation) => [
      violation.type,
      violation.path,
      violation.expected,
      violation.found,
      String(violation.events),
      violation.isConstant ? 'always so' : '',
    ]);
    parts.push(formatTable(['type', 'field', 'expected', 'found', 'events', ''], rows));
  }
  return parts.join('\n');
}

/** The reference monitor's counts. */
export function monitorText(counts: MonitorCounts): string {
  const { total, duplicates, deprecated, validationErrors } = counts;
  return `${say('cli.monitored', { events: total, duplicates, deprecated, invalid: validationErrors })}\n`;
}

/** What was left out of a file, line by line. */
export function notesText(notes: FileNotes): string {
  const skipped = notes.skippedLines.map(
    ({ line, reason }) => `${say('cli.line-left-out', { line, why: visibleLine(reason) })}\n`,
  );
  if (notes.skipped > skipped.length)
    skipped.push(`${say('cli.more-lines', { lines: notes.skipped - skipped.length })}\n`);
  const odd = Object.entries(notes.oddities).map(
    ([oddity, { events, lines }]) =>
      `${say('cli.odd-line', { what: oddity, events, line: String(lines[0] ?? '?') })}\n`,
  );
  return [...skipped, ...odd].join('');
}

/** Two analyses of the same events. */
export function whatIfText(usual: AnalysisReport, changed: AnalysisReport): string {
  const rows: string[][] = [
    ['duplicates of the reference', String(usual.monitor.duplicates), String(changed.monitor.duplicates)],
    ['duplicates, by cause', String(usual.duplicates), String(changed.duplicates)],
    ['bytes wasted', String(usual.bytesWasted), String(changed.bytesWasted)],
    ...[...new Set([...usual.byCause, ...changed.byCause].map(({ cause }) => cause))].map((cause) => [
      say(`cause.${cause}`),
      repeatsOf(usual, cause),
      repeatsOf(changed, cause),
    ]),
  ];
  return formatTable(['', 'default rules', 'changed rules'], rows);
}

function repeatsOf(report: AnalysisReport, cause: string): string {
  return String(report.byCause.find((total) => total.cause === cause)?.repeats ?? 0);
}

/** Two analyses of different events. */
export function comparisonText(comparison: Comparison): string {
  const row = (name: string, { a, b, changePercent }: Pair): string[] => [
    name,
    String(a),
    String(b),
    changePercent === null ? '' : `${changePercent > 0 ? '+' : ''}${changePercent} %`,
  ];
  const rows = [
    row('messages', comparison.messages),
    row('bytes', comparison.bytes),
    row('duplicates', comparison.duplicates),
    row('deprecated names', comparison.deprecated),
    row('results', comparison.results),
    row('transcriptions', comparison.transcriptions),
    row('results for one transcription', comparison.resultsPerTranscription),
    row('bytes for one transcription', comparison.resultBytesPerTranscription),
    ...comparison.byCause.map(({ cause, repeats }) => row(say(`cause.${cause}`), repeats)),
    ...comparison.byType.map(({ type, direction, messages }) => row(`${type} (${direction})`, messages)),
  ];
  return `${formatTable(['', 'before', 'after', 'change'], rows)}\n${comparison.verdict}\n`;
}

import type {
  CheckStatus,
  RunComparison,
  RunSummary,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { commandHint } from '../../output/command-hint.ts';
import { localTime, zoneName } from '../../../../shared/local-time.ts';
import { formatTable, type TableWidth } from '../../output/table.ts';
import { say } from '../../../../shared/words/all-words.ts';

const marks: Readonly<Record<CheckStatus, string>> = { pass: '✓', fail: '✗', skip: '-', inconclusive: '?' };

/** Every phase with its checks, then what to do about those that are not in order. */
export function runText(run: VerificationRun, options: CommonOptions): string {
  const head = `${run.target}${run.url === null || run.url === run.target ? '' : ` (${run.url})`}, run ${run.runId}\n`;
  // Every check would repeat the one reason.
  if (wasNeverReached(run)) return `${head}\n${run.summary}\n`;
  const rows = run.phases.flatMap((phase) => [
    [marks[phase.status], phase.title, `${phase.durationSec} s`, ''],
    ...phase.checks.map(({ status, title, value, unit, found }) => [
      `  ${marks[status]}`,
      `  ${title}`,
      typeof value === 'number' ? `${value}${unit === '' ? '' : ` ${unit}`}` : '',
      found,
    ]),
  ]);
  const hints = run.phases.flatMap(({ title: phase, checks }) =>
    checks.flatMap(({ title, status, next, evidence, action }) =>
      next === null || (status !== 'fail' && status !== 'inconclusive')
        ? []
        : [
            `${phase}, ${title}: ${next}${commandHint(action, options)}${evidence.length === 0 ? '' : ` (events ${evidenceText(evidence)})`}`,
          ],
    ),
  );
  return [
    head,
    formatTable(['', 'check', 'value', 'found'], rows),
    ...(hints.length > 0 ? [`\n${hints.join('\n')}\n`] : []),
    `\n${run.summary}\n`,
  ].join('');
}

/** A run of those that follow each other: a line while nothing changes, all of it and what changed when something does. */
export function roundText(
  run: VerificationRun,
  changes: RunComparison['changes'] | null,
  options: CommonOptions,
): string {
  if (changes === null) return runText(run, options);
  if (changes.length === 0) return `${run.target}, run ${run.runId}: ${run.summary} Nothing changed.\n`;
  const rows = changes.map(({ title, a, b }) => [title, a ?? 'not run', b ?? 'not run']);
  return `${runText(run, options)}\n${formatTable(['changed', 'before', 'now'], rows)}`;
}

/** Nothing of it was judged, for want of a target that answers. */
export function wasNeverReached({ state, phases }: Pick<VerificationRun, 'state' | 'phases'>): boolean {
  return state === 'unreachable' && phases.every(({ status }) => status !== 'pass' && status !== 'fail');
}

const mostIds = 5;

function evidenceText(ids: readonly number[]): string {
  const more = ids.length > mostIds ? ` and ${ids.length - mostIds} more` : '';
  return `${ids
    .slice(0, mostIds)
    .map((id) => `#${id}`)
    .join(', ')}${more}`;
}

/** Times are those of the person. */
export function historyText(runs: readonly RunSummary[], width: TableWidth): string {
  if (runs.length === 0) return `${say('cli.no-verifications')}\n`;
  return formatTable(
    [
      ...['run', `started (${zoneName()})`, 'target', 'result'],
      ...['ACK p50', 'first result', 'results each', 'summary'],
    ],
    runs.map(({ runId, startedAt, target, passed, state, figures, summary }) => [
      runId,
      localTime(Date.parse(startedAt)),
      target,
      state === 'done' ? (passed ? 'passed' : 'not passed') : state,
      msText(figures.handshakeP50Ms),
      msText(figures.firstResultMs),
      figures.resultsPerTranscription === null ? '' : String(figures.resultsPerTranscription),
      summary,
    ]),
    width,
  );
}

const msText = (ms: number | null): string => (ms === null ? '' : `${ms} ms`);

export function comparisonText({ a, b, figures, changes, halved }: RunComparison): string {
  const rows = figures.map(({ title, unit, a: was, b: is, changePercent }) => [
    title,
    was === null ? '–' : `${was} ${unit}`,
    is === null ? '–' : `${is} ${unit}`,
    changePercent === null ? '' : `${changePercent > 0 ? '+' : ''}${changePercent} %`,
  ]);
  const news = changes.map(({ title, a: was, b: is }) => [title, was ?? 'not run', is ?? 'not run']);
  return [
    formatTable(['', `a: ${a.target}, ${a.runId}`, `b: ${b.target}, ${b.runId}`, 'change'], rows),
    news.length === 0 ? `\n${say('cli.same-verdicts')}\n` : '\n',
    ...(news.length > 0 ? [formatTable(['check', 'a', 'b'], news)] : []),
    `\n${marks[halved.status]} ${halved.found}\n`,
  ].join('');
}

import type { DocumentFormat, VerificationRun } from '../../../../shared/verification/verification.ts';
import { escaped, htmlOf } from './html.ts';
import { junitOf } from './junit.ts';
import { markdownOf } from './markdown.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** A run as a document of one kind. */
export function documentOf(run: VerificationRun, format: DocumentFormat): { fileName: string; text: string } {
  const name = `verification-${run.runId}`;
  switch (format) {
    case 'markdown':
      return { fileName: `${name}.md`, text: markdownOf(run) };
    case 'html':
      return { fileName: `${name}.html`, text: htmlOf(run) };
    case 'junit':
      return { fileName: `${name}.xml`, text: junitOf(run) };
    case 'github':
      return { fileName: `${name}.txt`, text: annotationsOf(run) };
    case 'json':
      return { fileName: `${name}.json`, text: `${JSON.stringify(run, null, 2)}\n` };
    case 'badge':
      return { fileName: `${name}.svg`, text: badgeOf(run) };
    default:
      return format satisfies never;
  }
}

/** Lines by which GitHub Actions shows what is wrong beside a run of a workflow. */
function annotationsOf(run: VerificationRun): string {
  const lines = run.phases.flatMap(({ title: phase, checks }) =>
    checks.flatMap(({ title, status, found, next }) => {
      if (status !== 'fail' && status !== 'inconclusive') return [];
      const level = status === 'fail' ? 'error' : 'warning';
      const text = next === null ? found : `${found} ${next}`;
      return [`::${level} title=${property(`${phase}: ${title}`)}::${message(text)}`];
    }),
  );
  const last = `::notice title=${property(say('report.title-of', { target: run.target }))}::${message(run.summary)}`;
  return `${[...lines, last].join('\n')}\n`;
}

const message = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const colours = { passed: '#1a7f37', failed: '#c5221f', 'no evidence': '#8a5a00' } as const;

function badgeOf(run: VerificationRun): string {
  const isFailed = run.phases.some(({ status }) => status === 'fail');
  const verdict = run.passed ? 'passed' : isFailed ? 'failed' : 'no evidence';
  const label = `verify ${run.target}`.slice(0, 40);
  const [left, right] = [label.length * 7 + 12, verdict.length * 7 + 12];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escaped(label)}: ${verdict}"><rect width="${left}" height="20" fill="#555"/><rect x="${left}" width="${right}" height="20" fill="${colours[verdict]}"/><g fill="#fff" font-family="Verdana,sans-serif" font-size="11" text-anchor="middle"><text x="${left / 2}" y="14">${escaped(label)}</text><text x="${left + right / 2}" y="14">${verdict}</text></g></svg>
`;
}

import type { VerificationCheck, VerificationRun } from '../../../../shared/verification/verification.ts';
import { escaped } from './html.ts';
import { evidenceText } from './markdown.ts';

/** JUnit XML: a suite a phase, a case a check. What has no evidence is an error: a build must not be green by it. */
export function junitOf(run: VerificationRun): string {
  const all = run.phases.flatMap(({ checks }) => checks);
  const suites = run.phases.map(({ id, title, checks, durationSec }) => {
    const cases = checks.map((check) => caseOf(run, id, check));
    return `  <testsuite name="${clean(title)}" ${countsOf(checks)} skipped="${count(checks, 'skip')}" time="${durationSec}" timestamp="${clean(run.startedAt)}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="scrumbot verify ${clean(run.target)}" ${countsOf(all)} time="${run.durationSec}">
${suites.join('\n')}
</testsuites>
`;
}

/** What suites and the whole may both have: the schema of Jenkins (junit-10.xsd) knows `skipped` of suites alone. */
function countsOf(checks: readonly VerificationCheck[]): string {
  return `tests="${checks.length}" failures="${count(checks, 'fail')}" errors="${count(checks, 'inconclusive')}"`;
}

function count(checks: readonly VerificationCheck[], wanted: VerificationCheck['status']): number {
  return checks.filter(({ status }) => status === wanted).length;
}

function caseOf(run: VerificationRun, phase: string, check: VerificationCheck): string {
  const { title, status, found, next, evidence } = check;
  const open = `    <testcase classname="scrumbot.verify.${phase}" name="${clean(title)}"`;
  if (status === 'pass') return `${open}/>`;
  const message = clean(found);
  if (status === 'skip') return `${open}><skipped message="${message}"/></testcase>`;
  const details = [
    found,
    next ?? '',
    evidence.length === 0 ? '' : `Events ${evidenceText(evidence)} of run ${run.runId}.`,
  ];
  const body = clean(details.filter((text) => text !== '').join('\n'));
  return status === 'fail'
    ? `${open}><failure message="${message}">${body}</failure></testcase>`
    : `${open}><error type="inconclusive" message="${message}">${body}</error></testcase>`;
}

/** XML 1.0 has no place for most control characters, not even written out. */
function clean(text: string): string {
  return escaped(
    text.toWellFormed().replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (one) => (/[\t\n\r]/.test(one) ? one : ' ')),
  );
}

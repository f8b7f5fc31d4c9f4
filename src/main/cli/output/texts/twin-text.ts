import type { TwinReport } from '../../../../shared/replay/replay.ts';

/** The two sides under each other, for a terminal. */
export function twinText({ a, b, comparison }: TwinReport): string {
  return [
    `a: ${a.target ?? ''}, session ${a.sessionId}`,
    `b: ${b.target ?? ''}, session ${b.sessionId}`,
    '',
    ...rowsOf(comparison).map(
      ([what, inA, inB]) => `${what.padEnd(36)}${inA.padStart(12)}${inB.padStart(12)}`,
    ),
    '',
    comparison.verdict,
  ].join('\n');
}

/** The results as Markdown, with each side's words beside the other's. */
export function twinDocument({ a, b, comparison }: TwinReport): string {
  return [
    '# Twin run',
    '',
    `The same audio was sent to ${cell(a.target ?? '')} (a) and ${cell(b.target ?? '')} (b) on ${a.startedAt}.`,
    '',
    comparison.verdict,
    '',
    '|  | a | b |',
    '| --- | ---: | ---: |',
    ...rowsOf(comparison).map(([what, inA, inB]) => `| ${cell(what)} | ${inA} | ${inB} |`),
    '',
    '| at | a | b |',
    '| ---: | --- | --- |',
    ...comparison.lines.map(
      (line) => `| ${line.atSec} s | ${cell(line.a ?? '—')} | ${cell(line.b ?? '—')} |`,
    ),
    '',
    `Evidence: the events of sessions ${a.sessionId} and ${b.sessionId}.`,
    '',
  ].join('\n');
}

function rowsOf(comparison: TwinReport['comparison']): [what: string, a: string, b: string][] {
  const { byCause, latencyMs } = comparison;
  const causes = new Set([...Object.keys(byCause.a), ...Object.keys(byCause.b)]) as Set<
    keyof typeof byCause.a
  >;
  const number = (value: number | null): string => (value === null ? '—' : String(value));
  const pair = (what: string, { a, b }: { a: number; b: number }): [string, string, string] => [
    what,
    String(a),
    String(b),
  ];
  return [
    pair('Messages', comparison.messages),
    pair('Bytes', comparison.bytes),
    pair('Results', comparison.results),
    pair('Results per transcription', comparison.resultsPerTranscription),
    pair('Words that the other has not', comparison.wordDifference),
    ['Time to a result, half of them (ms)', number(latencyMs.a.p50), number(latencyMs.b.p50)],
    ['Time to a result, 95 % (ms)', number(latencyMs.a.p95), number(latencyMs.b.p95)],
    ...[...causes].map((cause) =>
      pair(`Repeats: ${cause}`, { a: byCause.a[cause] ?? 0, b: byCause.b[cause] ?? 0 }),
    ),
  ];
}

/** Words of others in a table. */
function cell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|<>`*_[\]]/g, (sign) => `\\${sign}`);
}

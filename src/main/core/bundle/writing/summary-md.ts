import { verdictOf, type SummaryFacts } from './summary-facts.ts';

/** The answer first: what is wrong, by what evidence, what to do. */
export function summaryMarkdown(facts: SummaryFacts): string {
  const { findings, missing, note, files } = facts;
  return [
    '# ScrumBot diagnostics',
    '',
    `**${verdictOf(findings)}**`,
    '',
    `Made ${facts.createdAt} by version ${facts.version} on ${facts.platform}, machine ${facts.host}. `,
    `Time: ${facts.window.from ?? 'the beginning'} to ${facts.window.to}.`,
    '',
    ...(note === ''
      ? []
      : [
          '## What happened, in the words of the person',
          '',
          ...note.split('\n').map((line) => `> ${line}`),
          '',
        ]),
    '## Findings',
    '',
    ...(findings.length === 0 ? ['None.', ''] : findings.flatMap(finding)),
    '## The last session',
    '',
    ...(facts.lastSession.length === 0
      ? ['None in this time.']
      : facts.lastSession.map((line) => `- ${line}`)),
    '',
    '### Its time line',
    '',
    ...(facts.timeline.length === 0
      ? ['Nothing was recorded.']
      : facts.timeline.map(({ at, what }) => `- ${at} ${what}`)),
    '',
    '## Figures',
    '',
    ...facts.figures.map(({ name, value }) => `- ${name}: ${value}`),
    '',
    '## What is missing',
    '',
    ...(missing.length === 0 ? ['Nothing that was asked for.'] : missing.map((line) => `- ${line}`)),
    '',
    '## Files',
    '',
    '| file | bytes | cut |',
    '|---|---|---|',
    ...files.map(({ name, bytes, cut }) => `| ${name} | ${bytes} | ${cut ?? ''} |`),
    '',
    'Private values are replaced by tokens such as `<host-1>`; equal values have equal tokens in this bundle only.',
    '',
  ].join('\n');
}

function finding({ level, title, evidence, next, id }: SummaryFacts['findings'][number]): string[] {
  return [
    `### ${title}`,
    '',
    `${level}, ${id}`,
    '',
    ...evidence.map((line) => `- ${line}`),
    '',
    `**What to do:** ${next}`,
    '',
  ];
}

import { madeLine, verdictOf, type SummaryFacts } from './summary-facts.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** The answer first: what is wrong, by what evidence, what to do. */
export function summaryMarkdown(facts: SummaryFacts): string {
  const { findings, missing, note, files } = facts;
  return [
    `# ${say('summary.title')}`,
    '',
    `**${verdictOf(findings)}**`,
    '',
    `${madeLine(facts)} `,
    say('summary.time', { from: facts.window.from ?? '', to: facts.window.to }),
    '',
    ...(note === ''
      ? []
      : [`## ${say('summary.note')}`, '', ...note.split('\n').map((line) => `> ${line}`), '']),
    `## ${say('summary.findings')}`,
    '',
    ...(findings.length === 0 ? [say('summary.none'), ''] : findings.flatMap(finding)),
    `## ${say('summary.last-session')}`,
    '',
    ...(facts.lastSession.length === 0
      ? [say('summary.no-session')]
      : facts.lastSession.map((line) => `- ${line}`)),
    '',
    `### ${say('summary.timeline')}`,
    '',
    ...(facts.timeline.length === 0
      ? [say('summary.nothing-recorded')]
      : facts.timeline.map(({ at, what }) => `- ${at} ${what}`)),
    '',
    `## ${say('summary.figures')}`,
    '',
    ...facts.figures.map(({ name, value }) => `- ${say('summary.figure', { name, value })}`),
    '',
    `## ${say('summary.missing')}`,
    '',
    ...(missing.length === 0 ? [say('summary.nothing-missing')] : missing.map((line) => `- ${line}`)),
    '',
    `## ${say('summary.files')}`,
    '',
    `| ${say('summary.file')} | ${say('summary.bytes')} | ${say('summary.cut')} |`,
    '|---|---|---|',
    ...files.map(({ name, bytes, cut }) => `| ${name} | ${bytes} | ${cut ?? ''} |`),
    '',
    say('summary.tokens'),
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
    `**${say('summary.what-to-do')}** ${next}`,
    '',
  ];
}

import type { VerificationRun } from '../../../../shared/verification/verification.ts';
import { headOf, showsEvents, markOf, sectionsOf, type Line } from './sections.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** The results document as Markdown. */
export function markdownOf(run: VerificationRun): string {
  const head = headOf(run).map(([name, value]) => `| ${name} | ${cell(value)} |`);
  const sections = sectionsOf(run).map(
    ({ title, lines, empty }) =>
      `## ${title}\n\n${lines.length === 0 ? empty : lines.map(lineOf).join('\n')}\n`,
  );
  return [
    `# ${say('report.title')}\n`,
    `| | |\n| --- | --- |\n${head.join('\n')}\n`,
    ...sections,
    `${say('report.events-note', { command: showsEvents })}\n`,
  ].join('\n');
}

function lineOf({ text, status, evidence, command }: Line): string {
  const ids = evidence.length === 0 ? '' : ` [events ${evidenceText(evidence)}]`;
  const again = command === null ? '' : ` — ${code(command)}`;
  return `- ${status === null ? '' : `${markOf(status)} `}${plain(text)}${ids}${again}`;
}

/** As code, whose fence is longer than any within: a command stays what it is. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  if (longest === 0) return `\`${text}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

const mostIds = 8;

export function evidenceText(evidence: readonly number[]): string {
  const shown = evidence.slice(0, mostIds).map((id) => `#${id}`);
  const more = evidence.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Words of a target must not become headings, links or markup of the document. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*[\]|]/g, (character) => `\\${character}`)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function cell(text: string): string {
  return plain(text);
}

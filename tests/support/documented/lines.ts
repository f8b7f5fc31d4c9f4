import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A command line as a document has it, without the comment behind it. */
export type DocumentedLine = { place: string; line: string };

/** What people read first, and the documents behind it. */
const documents = ['README.md', ...globSync('docs/*.md', { cwd: root })];

const command = /^(?:- run: )?((?:[A-Z_]+=\S+ )?(?:exec )?(?:npm|npx|scrumbot) .*)$/;

/** Command lines in blocks. */
export function linesInBlocks(): DocumentedLine[] {
  return documents.flatMap((name) =>
    [...read(name).matchAll(/^```[^\n]*\n([^]*?)^```/gm)]
      .flatMap(([, block = '']) => block.split('\n'))
      .flatMap((text) => {
        const [, line] = command.exec(text.trim()) ?? [];
        return line === undefined || line.includes('<command>') ? [] : [{ place: name, line: bare(line) }];
      }),
  );
}

/** Command lines that stand in a sentence or a table, each once a document. */
export function linesInSentences(): DocumentedLine[] {
  return documents.flatMap((name) => {
    const text = read(name).replace(/^```[^]*?^```/gm, '');
    const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' '));
    const lines = new Set(
      spans.filter((span) => /(?:^|\| |[A-Z]=\S+ |^alias .*')(?:npm|npx|scrumbot) /.test(span)),
    );
    return [...lines].map((line) => ({ place: name, line }));
  });
}

/** The commands that docs/cli.md lists, with their options: `targets list`, `events list [FILTER] [--limit N]`. */
export function synopses(): string[] {
  return synopsisRows(read('docs/cli.md'))
    .flatMap((row) => [...(row.split(/(?<!\\)\|/)[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, span = '']) => span.replaceAll('\\|', '|'));
}

function synopsisRows(text: string): string[] {
  const [, rows = ''] = /^\| command +\| does +\|\n\|[- |]+\n((?:\|.*\n)+)/m.exec(text) ?? [];
  return rows.split('\n');
}

function read(name: string): string {
  return readFileSync(`${root}${name}`, 'utf8');
}

function bare(line: string): string {
  return line.replace(/\s+# .*$/, '').trim();
}

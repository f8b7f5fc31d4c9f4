import { toldBy, type Sentence } from '../../../../shared/words/all-words.ts';

/** What is wrong with a line of an imported file. A line that was not skipped is in the store. */
export type ImportProblem = { line: number; problem: string; said: Sentence; skipped: boolean };

/** The first problems by name, and how many there are in all. */
export type ImportProblems = {
  add(found: { line: number; problem: string | Sentence; skipped: boolean }): void;
  /** By line. */
  named(): readonly ImportProblem[];
  /** Lines that were skipped, and lines that were imported with a note. */
  counts(): { skipped: number; noted: number };
};

// Enough to see what kind of fault it is; a file that is wrong throughout need not fill the screen.
const mostNamed = 20;

export function createImportProblems(): ImportProblems {
  const named: ImportProblem[] = [];
  let skipped = 0;
  let noted = 0;
  let lastNotedLine = 0;
  return {
    add({ line, problem: message, skipped: isSkipped }) {
      const { sentence: problem, said } = toldBy(message);
      if (isSkipped) skipped += 1;
      else if (line !== lastNotedLine) noted += 1;
      if (!isSkipped) lastNotedLine = line;
      if (named.length < mostNamed) named.push({ line, problem, said, skipped: isSkipped });
    },
    named: () => named.toSorted((a, b) => a.line - b.line),
    counts: () => ({ skipped, noted }),
  };
}

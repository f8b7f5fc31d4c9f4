import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Documented, Run } from './commands.ts';
import type { Finished } from '../scrumbot.ts';
import type { Shell } from './shell.ts';

/** What stands in the place of a document's placeholders. */
export type Placeholders = Readonly<Record<string, string>>;

/** Types these lines one after another, and compares how each ends with what the documents say. */
export async function walk(
  shell: Shell,
  steps: readonly Documented[],
  filled: Placeholders = {},
): Promise<void> {
  let lastSession: string | undefined;
  for (const step of steps) {
    if ('notRun' in step) continue;
    const line = step.typed ?? step.line;
    const ID = /\bID\b/.test(line) ? (lastSession ?? (await newestSession(shell))) : '';
    const typed = fill(line, { ...filled, ID });
    const finished = await shell.run(typed, step.until === undefined ? {} : { until: step.until });
    lastSession ??= sessionIn(finished);
    judge(typed, fillPattern(step, filled), finished);
    for (const path of step.writes ?? [])
      expect.soft(existsSync(join(shell.folder, path)), `${typed}: ${path}`).toBe(true);
  }
}

function judge(typed: string, step: Run, { code, stdout, stderr }: Finished): void {
  const all = stdout + stderr;
  const failed = all.split('\n').filter((line) => /✗|::error/.test(line));
  const about = [typed, ...failed, all.slice(0, 2_000)].join('\n');
  expect.soft(all, about).toMatch(step.says);
  if (step.mayLackEvidence === true && code === 1) expect.soft(all, about).not.toMatch(/✗|::error/);
  // npm ends by the signal itself where the shell that it starts does, whatever the program made of it.
  else if (step.until !== undefined && typed.startsWith('npm ')) expect.soft([0, 130], about).toContain(code);
  else expect.soft(code, about).toBe(step.exit ?? 0);
}

async function newestSession(shell: Shell): Promise<string> {
  const listed = await shell.run('scrumbot sessions list');
  const id = sessionIn(listed);
  if (id === undefined) throw new Error(`No session in: ${listed.stdout}${listed.stderr}`);
  return id;
}

function sessionIn({ stdout }: Finished): string | undefined {
  return /\b\d{8}-\d{6}-[0-9a-f]{8}\b/.exec(stdout)?.[0];
}

function fill(line: string, placeholders: Placeholders): string {
  return line.replace(/\b[A-Z]{2,}\b/g, (word) => placeholders[word] ?? word);
}

/** What is said may repeat what was typed. */
function fillPattern(step: Run, placeholders: Placeholders): Run {
  const source = step.says.source.replace(/\b[A-Z]{4,}\b/g, (word) => placeholders[word] ?? word);
  return { ...step, says: new RegExp(source, step.says.flags) };
}

import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { definePart } from '../part.ts';
import { safeFields } from '../safe-fields.ts';
import type { Source } from '../../source/source.ts';
import { sentence } from '../../../../../shared/words/all-words.ts';

const levels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
const blockBytes = 65_536;
// A line that is longer is cut: nobody reads more of it.
const longestLine = 65_536;
// A line without a time stands after one of the same moment, such as a stack.
const mostOlderLines = 50;

/** Lines of the log, the newest first: message and figures as they are, all other text in plain words. */
export const logsPart = definePart<string>({
  id: 'logs',
  file: 'logs.jsonl',
  title: sentence('bundle.part.log'),
  rows: (source) => logLines(source),
  show: (line, { redactor }) => (line.trim() === '' ? null : JSON.stringify(shown(line, redactor))),
  plant: (canary) => [
    canary,
    `Error: cannot open ${canary}\n    at read (/home/${canary}/app.js:1:2)`,
    JSON.stringify({
      level: canary,
      time: canary,
      msg: `failed for ${canary}`,
      token: canary,
      [canary]: canary,
    }),
    JSON.stringify({
      level: 'error',
      msg: 'failed',
      err: { type: canary, message: `no "${canary}"`, stack: `Error: ${canary}` },
    }),
  ],
});

function shown(line: string, redactor: Source['redactor']): object {
  const record = parsed(line);
  if (record === null) return { line: redactor.sentence(line.slice(0, longestLine)) };
  const { level, time, msg, pid, ...rest } = record;
  return {
    time: typeof time === 'string' && Number.isFinite(Date.parse(time)) ? new Date(time).toISOString() : null,
    level: typeof level === 'string' && levels.has(level) ? level : 'other',
    pid: typeof pid === 'number' ? pid : null,
    msg: typeof msg === 'string' ? redactor.sentence(msg) : null,
    ...(Object.keys(rest).length > 0 && { fields: safeFields(rest, redactor) }),
  };
}

function parsed(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{') || line.length > longestLine) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

async function* logLines({ home, window, missing }: Source): AsyncGenerator<string> {
  const folder = join(home, 'logs');
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^scrumbot(\.\d+)?\.log$/.test(name),
  );
  let older = 0;
  for (const name of names.toSorted((a, b) => numberOf(a) - numberOf(b))) {
    try {
      for await (const line of linesFromEnd(join(folder, name))) {
        const atMs = timeOf(line);
        if (atMs !== null && atMs > window.toMs) continue;
        if (atMs !== null && atMs < window.fromMs) older += 1;
        if (older > mostOlderLines) return;
        if (atMs === null || atMs >= window.fromMs) yield line;
      }
    } catch {
      missing.push(`A log file (the one numbered ${numberOf(name)}) can't be read.`);
    }
  }
}

/** `scrumbot.log` is the newest, `scrumbot.1.log` the one before. */
function numberOf(name: string): number {
  return Number(/\.(\d+)\.log$/.exec(name)?.[1] ?? 0);
}

function timeOf(line: string): number | null {
  const time = /"time":"(\d{4}-[\d:.T-]{10,20}Z?)"/.exec(line.slice(0, 200))?.[1];
  const atMs = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isFinite(atMs) ? atMs : null;
}

/** The lines of a file, the last one first, in bounded memory. */
export async function* linesFromEnd(path: string): AsyncGenerator<string> {
  const file = await open(path, 'r');
  try {
    let at = (await file.stat()).size;
    let rest = Buffer.alloc(0);
    while (at > 0) {
      const size = Math.min(blockBytes, at);
      at -= size;
      const block = Buffer.alloc(size);
      await file.read(block, 0, size, at);
      const text = Buffer.concat([block, rest]);
      const first = at === 0 ? 0 : text.indexOf(10) + 1;
      if (first === 0 && at > 0) {
        // No line ends in it. Of a line without an end, the beginning is of more use.
        rest = text.subarray(0, longestLine);
        continue;
      }
      rest = text.subarray(0, first === 0 ? 0 : first);
      const lines = text.subarray(first).toString('utf8').split('\n');
      for (const line of lines.toReversed()) if (line !== '') yield line;
    }
  } finally {
    await file.close();
  }
}

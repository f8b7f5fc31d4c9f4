import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** A line of a server's log; `message` is the type that it says it sent. */
export type LogLine = { process: string; stream: 'out' | 'err'; text: string; message: string | null };

const lineSchema = z.object({ message: z.string(), type: z.string(), app_name: z.string() });
const longestLine = 2_000;

/**
 * Follows what PM2's processes write until the signal.
 * @throws AppError `internal` when the program ends by itself
 */
export async function followLog(options: {
  program: string;
  environment: Environment;
  signal: AbortSignal;
  onLine: (line: LogLine) => void;
}): Promise<void> {
  const { program, environment, signal, onLine } = options;
  const child = spawn(program, ['logs', '--json', '--lines', '0'], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = (): void => void child.kill();
  const hasStopped = (): boolean => signal.aborted;
  signal.addEventListener('abort', stop, { once: true });
  if (hasStopped()) stop();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (text) => {
    for (const line of linesIn(text)) onLine(line);
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (!hasStopped())
      throw new AppError('internal', sentence('host.logs-ended', { exitCode: code ?? 'none' }));
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
}

/** What PM2 prints is one or several lines of one process; what is no line of a log is passed over. */
function linesIn(text: string): LogLine[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success || (parsed.data.type !== 'out' && parsed.data.type !== 'err')) return [];
  const { message, type, app_name: process } = parsed.data;
  return message
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      process,
      stream: type === 'out' ? 'out' : 'err',
      text: line.slice(0, longestLine),
      message: messageIn(line),
    }));
}

/** `WebSocket message: X`, or the whole message behind it. */
function messageIn(line: string): string | null {
  const [, rest] = /WebSocket message:\s*(.*)$/i.exec(line) ?? [];
  if (rest === undefined) return null;
  const [, named] = /["']type["']\s*:\s*["'](\w{1,80})["']/.exec(rest) ?? [];
  const [, first] = /^["']?(\w{1,80})/.exec(rest) ?? [];
  return named ?? first ?? null;
}

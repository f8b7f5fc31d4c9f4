import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { builtProgram } from './built.ts';

const entries = {
  built: builtProgram,
  source: fileURLToPath(new URL('../../src/main/cli/main.ts', import.meta.url)),
};

export type Finished = { code: number | null; stdout: string; stderr: string };

export type RunningScrumbot = {
  process: ChildProcess;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  finished: Promise<Finished>;
};

/** Starts the command line in a process of its own; it is ended with the test if it still runs. */
export function startScrumbot(
  words: readonly string[],
  options: {
    home: string;
    environment?: NodeJS.ProcessEnv;
    entry?: keyof typeof entries;
    /** `pipe` where the test writes into it. */
    stdin?: 'ignore' | 'pipe';
  },
): RunningScrumbot {
  const child = spawn(process.execPath, [entries[options.entry ?? 'built'], ...words], {
    env: { ...process.env, SCRUMBOT_HOME: options.home, NO_COLOR: '1', ...options.environment },
    stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = once(child, 'close').then(([code]: (number | null)[]) => ({
    code: code ?? null,
    stdout,
    stderr,
  }));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await finished;
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, finished };
}

/** Runs one command to its end. */
export function runScrumbot(
  words: readonly string[],
  options: Pick<Parameters<typeof startScrumbot>[1], 'home' | 'environment' | 'entry'>,
): Promise<Finished> {
  return startScrumbot(words, options).finished;
}

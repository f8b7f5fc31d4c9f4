import { spawn } from 'node:child_process';
import { programEnvironment } from '../../lifecycle/lifecycle.ts';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

export type ProgramEnd = {
  exitCode: number | null;
  stdout: string;
  /** The last line of stderr that speaks of an error; `null` where none does. Other lines may hold what was said. */
  lastErrorLine: string | null;
};

// Far more than the words of the longest audio; a program that writes more is not speaking of words.
const maxStdoutBytes = 1024 * 1024;
const keptStderrBytes = 4096;

/**
 * Runs a program without a shell and waits until it is gone, also when it had to be killed.
 * @throws AppError `missing-tool` when it cannot be started, `engine-failed` when it takes longer than
 * `timeoutMs` or writes without end; the signal's reason when that fires.
 */
export async function runProgram(
  executable: string,
  programArguments: readonly string[],
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<ProgramEnd> {
  limits.signal.throwIfAborted();
  const child = spawn(executable, programArguments, {
    shell: false,
    env: programEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stdout: Buffer[] = [];
  let stdoutBytes = 0;
  let stderr = '';
  let giveUp: unknown;

  const kill = (reason: unknown): void => {
    giveUp ??= reason;
    child.kill('SIGKILL');
    // A grandchild may hold the pipes open for longer than its parent lives.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const onAbort = (): void => kill(limits.signal.reason);
  const timer = setTimeout(
    () =>
      kill(
        new AppError(
          'engine-failed',
          sentence('speech.program-slow', { program: executable, sec: limits.timeoutMs / 1000 }),
        ),
      ),
    limits.timeoutMs,
  );
  limits.signal.addEventListener('abort', onAbort, { once: true });
  child.stdout.on('data', (bytes: Buffer) => {
    stdoutBytes += bytes.length;
    if (stdoutBytes <= maxStdoutBytes) stdout.push(bytes);
    else
      kill(
        new AppError(
          'engine-failed',
          sentence('speech.program-wrote-much', { program: executable, bytes: maxStdoutBytes }),
        ),
      );
  });
  child.stderr.on('data', (bytes: Buffer) => {
    stderr = (stderr + bytes.toString('utf8')).slice(-keptStderrBytes);
  });

  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', (error) => reject(cannotStart(executable, error)));
      child.once('close', resolve);
    });
    if (giveUp !== undefined) throw giveUp as Error;
    return {
      exitCode,
      stdout: Buffer.concat(stdout).toString('utf8'),
      lastErrorLine: errorLineIn(stderr),
    };
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener('abort', onAbort);
  }
}

const ofErrors =
  /error|fail|fatal|cannot|can't|could not|couldn't|unable|not found|no such|invalid|unsupported|unknown|denied|missing|abort|panic|exception|usage|out of memory|segmentation|killed|not supported|\bno \w+/i;
const longestLine = 300;

function errorLineIn(stderr: string): string | null {
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.findLast((line) => ofErrors.test(line))?.slice(0, longestLine) ?? null;
}

function cannotStart(executable: string, cause: Error): AppError {
  return new AppError(
    'missing-tool',
    sentence('speech.program-not-started', { program: executable, why: saidBy(cause) }),
    { cause },
  );
}

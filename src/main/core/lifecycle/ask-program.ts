import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

// A machine under load needs seconds for an answer; what hangs needs for ever.
const usualMs = 10_000;

export type Question = {
  env: NodeJS.ProcessEnv;
  /** A program that has not ended by then is killed; 10 s where absent. */
  withinMs?: number;
  mostBytes?: number;
};

/**
 * What a program prints on its standard output until it ends.
 * @throws AppError `missing-tool` when it has not ended in time; the error of Node when it fails or is not there
 */
export async function askProgram(
  program: string,
  words: readonly string[],
  { env, withinMs = usualMs, mostBytes = 2 ** 20 }: Question,
): Promise<string> {
  const options = {
    env,
    timeout: withinMs,
    maxBuffer: mostBytes,
    windowsHide: true,
    // Asked kindly, pactl and pw-metadata end as if all were well, and half an answer would be taken for a whole one.
    killSignal: 'SIGKILL',
  } as const;
  try {
    return (await promisify(execFile)(program, [...words], options)).stdout;
  } catch (cause) {
    const { killed, code } = cause as { killed?: boolean; code?: unknown };
    if (killed !== true || code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') throw cause;
    throw new AppError(
      'missing-tool',
      sentence('host.no-answer', { program: [program, ...words].join(' '), sec: withinMs / 1_000 }),
      { cause },
    );
  }
}

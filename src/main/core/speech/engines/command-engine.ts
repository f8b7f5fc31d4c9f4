import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutOffset } from '../../../../shared/sound/high-pass.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { SpeechEngine, Transcription } from '../../ports/ports.ts';
import { runProgram } from './run-program.ts';
import { wavBytes } from '../upload/wav-bytes.ts';

export type CommandEngineOptions = {
  name: string;
  /** Full path, or a name in PATH. */
  executable: string;
  /** `{wav}` stands for the path of the audio. */
  arguments: readonly string[];
  parse: (stdout: string) => Transcription;
  /** Where the audio lies while the program reads it. Made when absent. */
  temporaryFolder: string;
  timeoutMs: number;
};

/** A program on this machine as a speech engine: it gets a WAV file and prints the words. */
export function createCommandEngine(options: CommandEngineOptions): SpeechEngine {
  return {
    name: options.name,
    async transcribe(pcm, signal) {
      signal.throwIfAborted();
      return withWavFile(options.temporaryFolder, pcm, async (path) => {
        const end = await runProgram(
          options.executable,
          options.arguments.map((argument) => argument.replaceAll('{wav}', path)),
          { timeoutMs: options.timeoutMs, signal },
        );
        if (end.exitCode === 0) return options.parse(end.stdout);
        const said = end.lastErrorLine === '' ? 'it gave no reason' : end.lastErrorLine;
        throw new AppError(
          'engine-failed',
          `${options.executable} ended with ${end.exitCode === null ? 'a signal' : `code ${end.exitCode}`}: ${said}. ` +
            `Try it in a terminal, or choose another speech engine.`,
        );
      });
    },
  };
}

/** The file is readable by this user only, and removed whatever happens: it holds what people said. */
async function withWavFile<T>(
  folder: string,
  pcm: Int16Array,
  use: (path: string) => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `speech-${randomUUID()}.wav`);
  try {
    await writeFile(path, wavBytes(withoutOffset(pcm)), { mode: 0o600, flag: 'wx' });
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

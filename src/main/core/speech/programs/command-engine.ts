import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withoutOffset } from '../../../../shared/sound/high-pass.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { SpeechEngine, SpeechHints, Transcription } from '../../ports/ports.ts';
import { runProgram } from './run-program.ts';
import { wavBytes } from '../upload/wav-bytes.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

export type CommandEngineOptions = {
  name: string;
  /** Full path, or a name in PATH. */
  executable: string;
  /**
   * `{wav}` stands for the path of the audio, `{language}` for its code or `auto`, `{prompt}` for the words before. Without a
   * prompt, the argument that holds it is left out, with the option before it.
   */
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
    async transcribe(pcm, signal, hints = { language: null, prompt: null }) {
      signal.throwIfAborted();
      return withWavFile(options.temporaryFolder, pcm, async (path) => {
        const end = await runProgram(options.executable, argumentsFor(options.arguments, path, hints), {
          timeoutMs: options.timeoutMs,
          signal,
        });
        if (end.exitCode === 0) {
          const heard = options.parse(end.stdout);
          // Some programs end well whatever happens.
          if (heard.text !== '' || end.lastErrorLine === null) return heard;
        }
        throw new AppError(
          'engine-failed',
          sentence('speech.program-failed', {
            program: options.executable,
            exitCode: end.exitCode ?? 'signal',
            why: end.lastErrorLine ?? '',
          }),
        );
      });
    },
  };
}

function argumentsFor(given: readonly string[], wav: string, { language, prompt }: SpeechHints): string[] {
  const isLeftOut = (index: number): boolean =>
    prompt === null && given[index]?.includes('{prompt}') === true;
  return given
    .filter((argument, index) => !isLeftOut(index) && !(isLeftOut(index + 1) && argument.startsWith('-')))
    .map((argument) =>
      argument
        .replaceAll('{wav}', wav)
        .replaceAll('{language}', language ?? 'auto')
        // As it is: `$&` in a prompt is no pattern.
        .replaceAll('{prompt}', () => prompt ?? ''),
    );
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

import { access, constants } from 'node:fs/promises';
import type { Environment } from '../../lifecycle/lifecycle.ts';
import type { Transcription } from '../../ports/ports.ts';

/** A known program and how it is asked for words. */
export type EnginePreset = {
  name: string;
  /** Name of the program in PATH. */
  program: string;
  /** How to get the program, one sentence. */
  install: string;
  /** The arguments, with `{wav}` for the audio; or what is missing beside the program. */
  prepare: (environment: Environment) => Promise<{ arguments: string[] } | { problem: string }>;
  parse: (stdout: string) => Transcription;
};

const whisperModelVariable = 'SCRUMBOT_WHISPER_MODEL';

const whisperCli: EnginePreset = {
  name: 'whisper-cli',
  program: 'whisper-cli',
  install: `Install whisper.cpp (its program is whisper-cli) and point ${whisperModelVariable} to a ggml model file.`,
  async prepare(environment) {
    const model = environment[whisperModelVariable];
    if (model === undefined || model === '') {
      return { problem: `whisper-cli needs a model: set ${whisperModelVariable} to a ggml model file.` };
    }
    if (!(await isReadable(model))) {
      return { problem: `${whisperModelVariable} names ${model}, which cannot be read: correct the path.` };
    }
    // -nt: no times, -np: nothing but the words.
    return { arguments: ['-m', model, '-f', '{wav}', '-nt', '-np'] };
  },
  parse: joinLines,
};

const pocketsphinx: EnginePreset = {
  name: 'pocketsphinx',
  program: 'pocketsphinx_continuous',
  install: 'Install the packages pocketsphinx and pocketsphinx-en-us (Debian, Ubuntu).',
  // Its log stays on stderr: the last line there is the only reason it ever gives.
  prepare: () => Promise.resolve({ arguments: ['-infile', '{wav}'] }),
  parse: joinLines,
};

/** Best words first: `auto` takes the first that is installed. */
export const enginePresets: readonly EnginePreset[] = [whisperCli, pocketsphinx];

/** Both programs print a line an utterance and no confidence. */
export function joinLines(stdout: string): Transcription {
  const lines = stdout.split('\n').map((line) => line.trim());
  return { text: lines.filter((line) => line !== '').join(' '), confidence: null };
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

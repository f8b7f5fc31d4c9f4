import { access, constants } from 'node:fs/promises';
import type { Environment } from '../../lifecycle/lifecycle.ts';
import { parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import type { EngineLack } from '../engines/engine-entry.ts';
import { say, type Code } from '../../../../shared/words/all-words.ts';
import type { Transcription } from '../../ports/ports.ts';
import { readShape, type RawAnswer } from '../answers/raw/raw-answer.ts';
import { readSubtitles } from '../answers/subtitles.ts';

/** A known program and how it is asked for words. */
export type EnginePreset = {
  name: string;
  /** Name of the program in PATH. */
  program: string;
  /** How to get the program. */
  install: Extract<Code, `engine.install-${string}`>;
  /** The arguments, with `{wav}` for the audio; or what is missing beside the program. */
  prepare: (environment: Environment, model: string | null) => Promise<{ arguments: string[] } | EngineLack>;
  parse: (stdout: string) => Transcription;
};

const whisperModelVariable = 'SCRUMBOT_WHISPER_MODEL';

export const whisperCli: EnginePreset = {
  name: 'whisper-cli',
  program: 'whisper-cli',
  install: 'engine.install-whisper-cpp',
  async prepare(environment, downloaded) {
    const given = environment[whisperModelVariable] ?? '';
    const model = given === '' ? downloaded : given;
    if (model === null) {
      const names = { program: 'whisper-cli', variable: whisperModelVariable };
      return { problem: say('engine.program-needs-model', names), action: { do: 'get-model' } };
    }
    if (!(await isReadable(model))) {
      return {
        problem:
          given === ''
            ? say('engine.bad-model-setting', { model })
            : say('engine.bad-model-variable', { variable: whisperModelVariable, model }),
        action: given === '' ? { do: 'change-setting', setting: 'direct.whisperModel' } : undefined,
      };
    }
    // -np: nothing but the words, with their times. Without -l it takes everything for English.
    return { arguments: ['-m', model, '-f', '{wav}', '-np', '-l', '{language}', '--prompt', '{prompt}'] };
  },
  parse: readOutput,
};

export const pocketsphinx: EnginePreset = {
  name: 'pocketsphinx',
  program: 'pocketsphinx_continuous',
  install: 'engine.install-pocketsphinx',
  // Its log stays on stderr: the last line there is the only reason it ever gives.
  prepare: () => Promise.resolve({ arguments: ['-infile', '{wav}'] }),
  parse: readOutput,
};

/** What programs print: a line an utterance, lines with times, subtitles, or JSON; none tells its confidence. */
export function readOutput(stdout: string): Transcription {
  const text = stdout.replace(/^\uFEFF/, '').trim();
  const raw = text.startsWith('{') || text.startsWith('[{') ? readJson(text) : null;
  const parts = raw === null ? readSubtitles(text)?.filter((part) => part.text !== '') : raw.parts;
  const whole = raw?.text.trim() ?? '';
  if (parts !== undefined && parts.length > 0) {
    return { text: whole === '' ? parts.map((part) => part.text).join(' ') : whole, confidence: null, parts };
  }
  if (raw !== null) return { text: whole, confidence: null };
  const lines = text.split('\n').map((line) => line.trim());
  return { text: lines.filter((line) => line !== '').join(' '), confidence: null };
}

function readJson(text: string): RawAnswer | null {
  try {
    return readShape(parseForeignJson(text));
  } catch {
    return null;
  }
}

async function isReadable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

import { AppError } from '../../../../shared/errors.ts';
import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';
import { freeOfCharge } from '../cost.ts';
import { findExecutable, type Environment } from '../../lifecycle/lifecycle.ts';
import type { EngineLack, LocalEntry } from '../engines/engine-entry.ts';
import type { LocalParts } from '../engines/engine-parts.ts';
import { findModel } from '../models/model-store.ts';
import { createCommandEngine } from './command-engine.ts';
import { pocketsphinx, readOutput, whisperCli, type EnginePreset } from './presets.ts';
import { createProgramEngine } from './program-engine.ts';

// Minutes of audio in one go still pass on a slow machine; a program that hangs does not hold a meeting for ever.
const timeoutMs = 120_000;

export const whisperCliEntry = programEntry(whisperCli, 'engine.free');
export const pocketsphinxEntry = programEntry(pocketsphinx, 'engine.free-rough');

function programEntry(preset: EnginePreset, about: 'engine.free' | 'engine.free-rough'): LocalEntry {
  const { name } = preset;
  return {
    name,
    title: name,
    secret: null,
    isForBackend: true,
    billing: () => freeOfCharge,
    async readiness(parts) {
      const found = await locate(preset, parts);
      return 'problem' in found
        ? { state: 'not-installed', sentence: found.problem, action: found.action ?? null }
        : { state: 'ready', sentence: say(about) };
    },
    async make(parts) {
      const found = await locate(preset, parts);
      if ('problem' in found)
        throw new AppError('engine-failed', found.problem, { action: found.action ?? null });
      const { temporaryFolder } = parts;
      return createProgramEngine(
        createCommandEngine({ name, ...found, parse: preset.parse, temporaryFolder, timeoutMs }),
      );
    },
  };
}

async function locate(
  preset: EnginePreset,
  { environment, home, settings }: Omit<LocalParts, 'whisper'>,
): Promise<{ executable: string; arguments: string[] } | EngineLack> {
  const executable = await findExecutable(preset.program, environment);
  if (executable === null)
    return {
      problem: say('engine.not-found', { program: preset.program, install: sentence(preset.install) }),
    };
  const prepared = await preset.prepare(environment, await findModel(home, settings));
  return 'problem' in prepared ? prepared : { executable, arguments: prepared.arguments };
}

const changeCommand: Action = { do: 'change-setting', setting: 'direct.commandLine' };

/** A program of one's own, from the settings. */
export const commandEntry: LocalEntry = {
  name: 'command',
  title: say('engine.own-title'),
  secret: null,
  isForBackend: false,
  billing: () => freeOfCharge,
  async readiness({ settings, environment }) {
    const { program, executable } = await ownProgram(settings, environment);
    if (program === null) {
      return { state: 'needs-setup', sentence: say('engine.needs-command'), action: changeCommand };
    }
    return executable === null
      ? {
          state: 'not-installed',
          sentence: say('engine.no-command', { program }),
          action: changeCommand,
        }
      : { state: 'ready', sentence: say('engine.runs-command', { program }) };
  },
  async make({ settings, environment, temporaryFolder }) {
    const { program, executable } = await ownProgram(settings, environment);
    return createProgramEngine(
      createCommandEngine({
        name: 'command',
        // Exactly the one that was found: the system would also look in the current folder where PATH says so.
        executable: executable ?? program ?? '',
        arguments: settings.commandLine?.slice(1) ?? [],
        parse: readOutput,
        temporaryFolder,
        timeoutMs: settings.timeoutSec * 1_000,
      }),
    );
  },
};

async function ownProgram({ commandLine }: DirectSettings, environment: Environment) {
  const program = commandLine?.[0] ?? null;
  return { program, executable: program === null ? null : await findExecutable(program, environment) };
}

import { findExecutable, type Environment } from '../../lifecycle/lifecycle.ts';
import type { SpeechEngine } from '../../ports/ports.ts';
import { createCommandEngine } from '../programs/command-engine.ts';
import { enginePresets, type EnginePreset } from '../programs/presets.ts';

/** A speech engine, or why there is none and what to do about it. */
export type FoundEngine = { engine: SpeechEngine } | { problem: string };

/** A known engine on this machine: where its program is, or how to get it. */
export type EngineStatus =
  { name: string; installed: true; path: string } | { name: string; installed: false; howToInstall: string };

// Minutes of audio in one go still pass on a slow machine; a program that hangs does not hold a meeting for ever.
const timeoutMs = 120_000;

/**
 * Finds a speech engine by name: a preset's, `auto` for the first that is installed, or `none`.
 * Never throws: a backend without an engine still runs and tells its clients the problem.
 */
export async function findEngine(
  name: string,
  options: { environment: Environment; temporaryFolder: string; model?: string | null },
): Promise<FoundEngine> {
  if (name === 'none') {
    return { problem: 'Speech recognition is switched off (engine "none"). Choose "auto" to switch it on.' };
  }
  const presets = name === 'auto' ? enginePresets : enginePresets.filter((preset) => preset.name === name);
  if (presets.length === 0) {
    return { problem: `No speech engine is called "${name}". Known: ${engineNames().join(', ')}.` };
  }

  const problems: string[] = [];
  for (const preset of presets) {
    const found = await locate(preset, options);
    if ('problem' in found) problems.push(found.problem);
    else return { engine: commandEngine(preset, found, options.temporaryFolder) };
  }
  return { problem: `No speech engine is ready. ${problems.join(' ')}` };
}

/** Every name that `findEngine` knows. */
export function engineNames(): string[] {
  return ['auto', 'none', ...enginePresets.map((preset) => preset.name)];
}

/** Every known engine with its state on this machine, best first. */
export async function listEngines(options: {
  environment: Environment;
  /** A model that was downloaded, or a file of one's own. */
  model?: string | null;
}): Promise<EngineStatus[]> {
  return Promise.all(
    enginePresets.map(async (preset) => {
      const found = await locate(preset, options);
      if ('problem' in found) return { name: preset.name, installed: false, howToInstall: found.problem };
      return { name: preset.name, installed: true, path: found.executable };
    }),
  );
}

type Located = { executable: string; arguments: string[] };

async function locate(
  preset: EnginePreset,
  { environment, model = null }: { environment: Environment; model?: string | null },
): Promise<Located | { problem: string }> {
  const executable = await findExecutable(preset.program, environment);
  if (executable === null) {
    return { problem: `${preset.program} was not found in PATH. ${preset.install}` };
  }
  const prepared = await preset.prepare(environment, model);
  return 'problem' in prepared ? prepared : { executable, arguments: prepared.arguments };
}

function commandEngine(preset: EnginePreset, located: Located, temporaryFolder: string): SpeechEngine {
  return createCommandEngine({
    name: preset.name,
    ...located,
    parse: preset.parse,
    temporaryFolder,
    timeoutMs,
  });
}

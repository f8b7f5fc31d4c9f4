import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { findExecutable } from '../../lifecycle/lifecycle.ts';
import type { Secrets } from '../../ports/ports.ts';
import { bindKey, keyProblem } from './bound-key.ts';
import { groqAddress, openaiAddress } from './engine-address.ts';
import type { EngineParts } from './engine-parts.ts';
import { transcriptionUrls } from '../upload/server-address.ts';
import { findModel } from '../models/model-store.ts';
import { createServerHabits, sentenceOfHabits, type ServerHabits } from '../upload/server-habits.ts';
import { createCommandEngine } from '../programs/command-engine.ts';
import { findEngine, listEngines } from './find-engine.ts';
import { createGroqEngine, groqName, groqTitle } from './groq-engine.ts';
import { createOpenaiEngine, openaiName, openaiTitle } from './openai-engine.ts';
import { enginePresets, readOutput } from '../programs/presets.ts';
import { createProgramEngine } from '../programs/program-engine.ts';
import type { EngineReadiness, SegmentEngine } from './segment-engine.ts';

const commandName = 'command';

/** Every name that a segment engine can be asked for by. */
export function segmentEngineNames(): string[] {
  return ['auto', groqName, openaiName, commandName, ...enginePresets.map(({ name }) => name)];
}

/** @throws AppError `bad-input` for a name that no engine has */
export function requireKnownEngine(name: string): void {
  const known = segmentEngineNames();
  if (known.includes(name)) return;
  throw new AppError('bad-input', `No speech engine is called "${name}". Known: ${known.join(', ')}.`);
}

/** Every engine with its state here and now, the ones with the best words first. */
export async function listReadiness(parts: EngineParts): Promise<EngineReadiness[]> {
  const model = await findModel(parts.home, parts.settings);
  const installed = await listEngines({ ...parts, model });
  const programs = installed.map((engine): EngineReadiness => ({
    name: engine.name,
    title: engine.name,
    state: engine.installed ? 'ready' : 'not-installed',
    sentence: engine.installed ? sentenceOfProgram(engine.name) : engine.howToInstall,
    key: null,
  }));
  const rough = (engine: EngineReadiness): boolean => engine.name === 'pocketsphinx';
  return [
    await groqReadiness(parts),
    ...programs.filter((engine) => !rough(engine)),
    await openaiReadiness(parts),
    await commandReadiness(parts),
    ...programs.filter(rough),
  ];
}

function sentenceOfProgram(name: string): string {
  return name === 'pocketsphinx'
    ? 'Runs on this machine, for nothing. Rough words only, and English: a Groq key or a Whisper model hears far more.'
    : 'Runs on this machine, for nothing.';
}

/**
 * Makes an engine by name, `auto` the first that is ready.
 * @throws AppError `bad-input` for an unknown name, `engine-failed` for one that is not ready, with what to do
 */
export async function chooseEngine(name: string, parts: EngineParts): Promise<SegmentEngine> {
  requireKnownEngine(name);
  const all = await listReadiness(parts);
  const chosen =
    name === 'auto' ? all.find(({ state }) => state === 'ready') : all.find((one) => one.name === name);
  if (chosen === undefined) {
    throw new AppError(
      'engine-failed',
      'No speech engine is ready. Enter a Groq key, name an OpenAI-compatible server in the settings, or install ' +
        'whisper.cpp or pocketsphinx; "scrumbot doctor" says how.',
    );
  }
  if (chosen.state !== 'ready') throw new AppError('engine-failed', chosen.sentence);
  return makeEngine(chosen.name, parts);
}

async function makeEngine(name: string, parts: EngineParts): Promise<SegmentEngine> {
  const { settings, secrets, environment, network } = parts;
  const timeoutMs = settings.timeoutSec * 1_000;
  if (name === groqName) {
    const { url } = groqAddress(environment);
    return createGroqEngine({
      apiKey: (await secrets.get(groqName)) ?? '',
      baseUrl: url,
      model: settings.groqModel,
      habits: habitsOf(parts),
      audioSecPerHour: settings.groqAudioSecPerHour,
      timeoutMs,
      network,
    });
  }
  if (name === openaiName) {
    const address = openaiAddress(parts);
    if (address !== null) await bindKey(address, secrets);
    return createOpenaiEngine({
      baseUrl: address?.url ?? '',
      apiKey: await secrets.get(openaiName),
      model: settings.openaiModel,
      habits: habitsOf(parts),
      usdPerHour: settings.openaiUsdPerHour,
      timeoutMs,
      network,
    });
  }
  if (name === commandName) {
    const [program = '', ...words] = settings.commandLine ?? [];
    const { temporaryFolder } = parts;
    return createProgramEngine(
      createCommandEngine({
        name,
        // Exactly the one that was found: the system would also look in the current folder where PATH says so.
        executable: (await findExecutable(program, environment)) ?? program,
        arguments: words,
        parse: readOutput,
        temporaryFolder,
        timeoutMs,
      }),
    );
  }
  const model = await findModel(parts.home, settings);
  const found = await findEngine(name, { ...parts, model });
  if ('problem' in found) throw new AppError('engine-failed', found.problem);
  return createProgramEngine(found.engine);
}

const habitsOf = ({ home }: EngineParts): ServerHabits =>
  createServerHabits(join(home, 'engine-habits.json'));

type KeyAndProblem = { key: NonNullable<EngineReadiness['key']>; problem: AppError | null };

/** Keys that cannot be read keep the engines that take one from working, and no other. */
async function lookUpKey(name: string, secrets: Secrets): Promise<KeyAndProblem> {
  try {
    return { key: { name, state: await secrets.describe(name) }, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { key: { name, state: { set: false, lastFour: null, kept: 'file' } }, problem: error };
  }
}

async function groqReadiness({ secrets, environment, settings }: EngineParts): Promise<EngineReadiness> {
  const { key, problem } = await lookUpKey(groqName, secrets);
  const base = { name: groqName, title: groqTitle, key } as const;
  return readinessOf(base, async () => {
    const address = groqAddress(environment);
    if (problem !== null) throw problem;
    const another = await keyProblem(address, secrets);
    if (another !== null) return { state: 'needs-key', sentence: another };
    return key.state.set
      ? { state: 'ready', sentence: `Audio with speech in it goes to Groq (${settings.groqModel}).` }
      : {
          state: 'needs-key',
          sentence:
            'Groq needs a key: enter it in the page, or set GROQ_API_KEY. Keys are made at console.groq.com.',
        };
  });
}

async function openaiReadiness(parts: EngineParts): Promise<EngineReadiness> {
  const { key, problem } = await lookUpKey(openaiName, parts.secrets);
  return readinessOf({ name: openaiName, title: openaiTitle, key }, async () => {
    const address = openaiAddress(parts);
    if (address === null)
      return {
        state: 'needs-setup',
        sentence: 'Name its address in the settings, such as http://127.0.0.1:8080/v1.',
      };
    if (problem !== null) throw problem;
    const another = await keyProblem(address, parts.secrets);
    if (another !== null) return { state: 'needs-key', sentence: another };
    return { state: 'ready', sentence: await sentenceOf(parts, address.url) };
  });
}

/** What is wrong with an address or a key keeps its engine from working, and no other. */
async function readinessOf(
  base: Pick<EngineReadiness, 'name' | 'title' | 'key'>,
  find: () => Promise<Pick<EngineReadiness, 'state' | 'sentence'>>,
): Promise<EngineReadiness> {
  try {
    return { ...base, ...(await find()) };
  } catch (error) {
    return {
      ...base,
      state: 'needs-setup',
      sentence: error instanceof AppError ? error.message : String(error),
    };
  }
}

async function sentenceOf(parts: EngineParts, url: string): Promise<string> {
  const sentence = `Audio with speech in it goes to ${new URL(url).host}.`;
  const habits = await habitsOf(parts).find(transcriptionUrls(url)[0], parts.settings.openaiModel);
  const told = habits === null ? null : sentenceOfHabits(habits);
  return told === null ? sentence : `${sentence} ${told}`;
}

async function commandReadiness({ settings, environment }: EngineParts): Promise<EngineReadiness> {
  const base = { name: commandName, title: 'A program of your own', key: null } as const;
  const [executable] = settings.commandLine ?? [];
  if (executable === undefined) {
    const sentence = 'Give its command line in the settings (direct.commandLine), with {wav} for the audio.';
    return { ...base, state: 'needs-setup', sentence };
  }
  return (await findExecutable(executable, environment)) === null
    ? {
        ...base,
        state: 'not-installed',
        sentence: `${executable} was not found. Correct direct.commandLine in the settings.`,
      }
    : { ...base, state: 'ready', sentence: `Runs ${executable} on this machine.` };
}

import { AppError } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';
import type { Secrets } from '../../ports/ports.ts';
import { commandEntry, pocketsphinxEntry, whisperCliEntry } from '../programs/program-entries.ts';
import { whisperEntry } from '../whisper/whisper-entry.ts';
import type { EngineEntry, LocalEntry } from './engine-entry.ts';
import type { EngineParts } from './engine-parts.ts';
import type { EngineReadiness, SegmentEngine } from './segment-engine.ts';
import { groqEntry, openaiEntry } from './server-entries.ts';

/** All engines, the ones with the best words first: `auto` takes the first that is ready. */
const engines: readonly (EngineEntry | LocalEntry)[] = [
  groqEntry,
  whisperEntry,
  whisperCliEntry,
  openaiEntry,
  commandEntry,
  pocketsphinxEntry,
];

/** Those of the built-in backend, in the same order. */
export const backendEngines: readonly LocalEntry[] = engines.filter(
  (engine): engine is LocalEntry => 'isForBackend' in engine && engine.isForBackend,
);

export function allEngineNames(): string[] {
  return engines.map(({ name }) => name);
}

/** @throws AppError `bad-input` for a name that no engine has */
export function requireKnownEngine(name: string): void {
  const known = ['auto', ...engines.map((engine) => engine.name)];
  if (known.includes(name)) return;
  throw new AppError('bad-input', sentence('error.no-engine', { name, known: known.join(', ') }));
}

/** Every engine with its state here and now, the ones with the best words first. */
export function listReadiness(parts: EngineParts): Promise<EngineReadiness[]> {
  return Promise.all(engines.map((engine) => readinessOf(engine, parts)));
}

/** What is wrong with an address, a key or a model keeps its engine from working, and no other. */
async function readinessOf(engine: EngineEntry, parts: EngineParts): Promise<EngineReadiness> {
  const { name, title, secret } = engine;
  const key = secret === null ? null : { name: secret, state: await stateOfKey(secret, parts.secrets) };
  try {
    return { name, title, key, ...(await engine.readiness(parts)) };
  } catch (error) {
    const { message, action = null } = error instanceof AppError ? error : { message: String(error) };
    return { name, title, key, state: 'needs-setup', sentence: message, action };
  }
}

/** Keys that cannot be read are none; the engine itself says why. */
async function stateOfKey(name: string, secrets: Secrets) {
  try {
    return await secrets.describe(name);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { set: false, lastFour: null, kept: 'file' } as const;
  }
}

/**
 * Makes an engine by name, `auto` the first that is ready.
 * @throws AppError `bad-input` for an unknown name, `engine-failed` for one that is not ready, with what to do
 */
export async function chooseEngine(name: string, parts: EngineParts): Promise<SegmentEngine> {
  requireKnownEngine(name);
  for (const engine of engines) {
    if (name !== 'auto' && name !== engine.name) continue;
    const { state, sentence: lack, action } = await readinessOf(engine, parts);
    if (state === 'ready') return engine.make(parts);
    if (name !== 'auto') throw new AppError('engine-failed', lack, { action: action ?? null });
  }
  throw new AppError('engine-failed', sentence('engine.none-ready'), { action: { do: 'set-up-engine' } });
}

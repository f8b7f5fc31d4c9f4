import { AppError } from '../../../../shared/errors.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import { say, asTold } from '../../../../shared/words/all-words.ts';
import type { SpeechEngine } from '../../ports/ports.ts';
import { EngineFailure } from '../engine-failure.ts';
import { allEngineNames, backendEngines, chooseEngine } from './engine-list.ts';
import type { EngineParts, LocalParts } from './engine-parts.ts';
import type { SegmentEngine } from './segment-engine.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A speech engine, or why there is none and what to do about it. */
export type FoundEngine = { engine: SpeechEngine } | { problem: string };

/** A known engine on this machine: ready, or how to get it. */
export type EngineStatus =
  | { name: string; installed: true }
  | { name: string; installed: false; howToInstall: string; action: Action | null };

/**
 * Finds an engine of this machine for the built-in backend: by name, `auto` for the first that is ready, or `none`.
 * Never throws: a backend without an engine still runs and tells its clients the problem.
 */
export async function findEngine(name: string, parts: LocalParts): Promise<FoundEngine> {
  if (name === 'none') {
    return { problem: say('engine.off') };
  }
  const asked = backendEngines.filter((engine) => name === 'auto' || engine.name === name);
  if (asked.length === 0) {
    return { problem: say('error.no-engine', { name, known: engineNames().join(', ') }) };
  }
  const problems: string[] = [];
  for (const engine of asked) {
    const { state, sentence } = await engine.readiness(parts);
    if (state === 'ready') return { engine: speechOf(engine.name, engine.make(parts)) };
    problems.push(sentence);
  }
  return { problem: say('engine.none-of', { problems: problems.map(asTold) }) };
}

/**
 * The same of all engines, those of other machines as well: `auto` and `none` mean what they mean to the backend.
 * @throws AppError `not-found` for an unknown name, `engine-failed` for one that is not ready, with what to do
 */
export async function openEngineByName(name: string, parts: EngineParts): Promise<{ engine: SpeechEngine }> {
  if (engineNames().includes(name)) {
    const found = await findEngine(name, parts);
    if ('problem' in found) throw new AppError('engine-failed', found.problem);
    return found;
  }
  const known = [...new Set([...engineNames(), ...allEngineNames()])];
  if (!known.includes(name))
    throw new AppError(
      'not-found',
      sentence('error.no-engine', { name: name.slice(0, 60), known: known.join(', ') }),
    );
  return { engine: speechOf(name, Promise.resolve(await chooseEngine(name, parts))) };
}

function speechOf(name: string, made: Promise<SegmentEngine>): SpeechEngine {
  // Whoever asks for words is told of it.
  made.catch(() => undefined);
  return {
    name,
    async transcribe(pcm, signal, hints = { language: null, prompt: null }) {
      try {
        const { answer } = await (await made).transcribe({ pcm, signal, ...hints });
        return { text: answer.text, confidence: null };
      } catch (cause) {
        if (cause instanceof EngineFailure) throw new AppError('engine-failed', cause.message, { cause });
        throw cause;
      }
    },
  };
}

/** Every name that `findEngine` knows. */
export function engineNames(): string[] {
  return ['auto', 'none', ...backendEngines.map((engine) => engine.name)];
}

/** Every engine of this machine with its state, best first. */
export function listEngines(parts: Omit<LocalParts, 'whisper'>): Promise<EngineStatus[]> {
  return Promise.all(
    backendEngines.map(async (engine): Promise<EngineStatus> => {
      const { state, sentence, action = null } = await engine.readiness(parts);
      const { name } = engine;
      return state === 'ready'
        ? { name, installed: true }
        : { name, installed: false, howToInstall: sentence, action };
    }),
  );
}

import { secToSamples } from '../../../shared/sound/audio.ts';
import type { EngineCheck } from '../../../shared/settings/engines.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { chooseEngine } from './engines/choose-engine.ts';
import type { EngineParts } from './engines/engine-parts.ts';

const checkSec = 1;

/** One request with a second of faint noise, which holds nobody's words: it shows that an engine answers. */
export async function checkEngine(name: string, parts: EngineParts): Promise<EngineCheck> {
  const startMs = performance.now();
  const result = (engine: string, works: boolean, sentence: string): EngineCheck => ({
    engine,
    works,
    sentence,
    tookMs: Math.round(performance.now() - startMs),
  });
  try {
    const engine = await chooseEngine(name, parts);
    try {
      // It ends by the engine's own limit of time, which says what took too long.
      const { signal } = new AbortController();
      await engine.transcribe({ pcm: faintNoise(), prompt: null, language: parts.settings.language, signal });
      return result(engine.name, true, `${engine.title} answered.`);
    } catch (error) {
      return result(engine.name, false, messageOf(error));
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-failed')
      return result(name, false, error.message);
    throw error;
  }
}

function faintNoise(): Int16Array {
  return Int16Array.from({ length: secToSamples(checkSec) }, (_zero, i) => ((i * 7_919) % 41) - 20);
}

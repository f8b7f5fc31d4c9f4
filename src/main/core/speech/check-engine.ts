import type { EngineCheck } from '../../../shared/settings/engines.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { say } from '../../../shared/words/all-words.ts';
import { checkSpeech } from './check-speech.ts';
import { chooseEngine } from './engines/engine-list.ts';
import type { EngineParts } from './engines/engine-parts.ts';

/** One request with a few words of a synthetic voice: it shows that an engine answers, and with words. */
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
      const { answer } = await engine.transcribe({
        pcm: checkSpeech(),
        prompt: null,
        language: 'en',
        signal,
      });
      return /[\p{L}\p{N}]/u.test(answer.text.replace(/\[[^\]]*\]|\([^)]*\)/g, ''))
        ? result(engine.name, true, say('engine.works', { engine: engine.title }))
        : result(engine.name, false, say('engine.no-words', { engine: engine.title }));
    } catch (error) {
      return result(engine.name, false, messageOf(error));
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-failed')
      return result(name, false, error.message);
    throw error;
  }
}

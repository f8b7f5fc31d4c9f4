import type { EngineCheck } from '../../../shared/settings/engines.ts';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { secretNames } from '../../../shared/settings/secrets.ts';
import { sentence, toldBy, type Sentence } from '../../../shared/words/all-words.ts';
import type { Action } from '../../../shared/words/actions.ts';
import { checkSpeech } from './check-speech.ts';
import { chooseEngine } from './engines/engine-list.ts';
import { EngineFailure } from './engine-failure.ts';
import type { EngineParts } from './engines/engine-parts.ts';

/** One request with a few words of a synthetic voice: it shows that an engine answers, and with words. */
export async function checkEngine(name: string, parts: EngineParts): Promise<EngineCheck> {
  const startMs = performance.now();
  const result = (
    engine: string,
    works: boolean,
    told: { message: string | Sentence; action?: Action | null },
  ): EngineCheck => ({
    engine,
    works,
    action: told.action ?? null,
    ...toldBy(told.message),
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
        ? result(engine.name, true, { message: sentence('engine.works', { engine: engine.title }) })
        : result(engine.name, false, { message: sentence('engine.no-words', { engine: engine.title }) });
    } catch (error) {
      return result(engine.name, false, { message: saidBy(error), action: actionOf(error, engine.name) });
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-failed')
      return result(name, false, { message: saidBy(error), action: error.action });
    throw error;
  }
}

/** What an answer says that has to be set otherwise. */
function actionOf(error: unknown, name: string): Action | null {
  if (error instanceof AppError) return error.action;
  const key = secretNames.find((one) => one === name);
  if (!(error instanceof EngineFailure) || key === undefined) return null;
  if (error.kind === 'key-refused') return { do: 'enter-key', name: key };
  if (error.isOfModel)
    return { do: 'change-setting', setting: key === 'groq' ? 'direct.groqModel' : 'direct.openaiModel' };
  const isOfAddress = key === 'openai-compatible' && error.kind === 'unreachable';
  return isOfAddress ? { do: 'change-setting', setting: 'direct.openaiBaseUrl' } : null;
}

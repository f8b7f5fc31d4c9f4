import { AppError } from '../../../../shared/errors.ts';
import { samplesToSec } from '../../../../shared/sound/audio.ts';
import type { SpeechEngine } from '../../ports/ports.ts';
import { answerOf } from '../answers/parse-answer.ts';
import { rawPart } from '../answers/raw/raw-part.ts';
import { freeOfCharge } from '../cost.ts';
import { EngineFailure } from '../engine-failure.ts';
import { noLimits, type EngineRequest, type SegmentEngine } from '../engines/segment-engine.ts';

/** A program on this machine as an engine for segments: words, with times where it prints some, for nothing. */
export function createProgramEngine(engine: SpeechEngine): SegmentEngine {
  return {
    name: engine.name,
    title: engine.name,
    billing: freeOfCharge,
    limits: noLimits,
    async transcribe({ pcm, signal, language, prompt }: EngineRequest) {
      try {
        const { text, parts = [] } = await engine.transcribe(pcm, signal, { language, prompt });
        const raw = { text, language: null, words: [], parts: parts.map(rawPart) };
        return { answer: answerOf(raw, samplesToSec(pcm.length)), headers: {} };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        throw new EngineFailure(error.code === 'missing-tool' ? 'not-there' : 'failing', error.message, {
          cause: error,
        });
      }
    },
  };
}

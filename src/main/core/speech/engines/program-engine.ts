import { AppError } from '../../../../shared/errors.ts';
import type { SpeechEngine } from '../../ports/ports.ts';
import { freeOfCharge } from '../cost.ts';
import { EngineFailure } from '../engine-failure.ts';
import { noLimits, type EngineRequest, type SegmentEngine } from './segment-engine.ts';

/** A program on this machine as an engine for segments: words without times, for nothing. */
export function createProgramEngine(engine: SpeechEngine): SegmentEngine {
  return {
    name: engine.name,
    title: engine.name,
    billing: freeOfCharge,
    limits: noLimits,
    async transcribe({ pcm, signal }: EngineRequest) {
      try {
        const { text } = await engine.transcribe(pcm, signal);
        return {
          answer: { text: text.trim(), language: null, words: null, parts: null, hasBadTimes: false },
          headers: {},
        };
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

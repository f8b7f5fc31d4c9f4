import { messageOf } from '../../../../shared/errors.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Logger } from '../../log/log.ts';
import type { Clock, SpeechEngine } from '../../ports/ports.ts';
import type { Words } from '../wire/messages.ts';

/** Turns a buffer into a real backend's words or one of its markers. Rejects when the process is killed. */
export type Transcribe = (pcm: Int16Array) => Promise<Words>;

// What a real backend takes for silence, without asking its recogniser.
const quietPeak = 100;
const quietRms = 15;

export function createTranscribe(options: {
  engine: SpeechEngine;
  slowMs: () => number;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): Transcribe {
  const { engine, slowMs, clock, log, signal } = options;
  return async (pcm) => {
    if (isQuiet(pcm)) return { text: '[SILENCE_DETECTED]', confidence: 0 };
    await sleep(clock, slowMs(), signal);
    signal.throwIfAborted();
    try {
      const { text, confidence } = await engine.transcribe(pcm, signal);
      signal.throwIfAborted();
      return text.trim() === '' ? { text: '[BLANK_AUDIO]', confidence: 0 } : { text, confidence };
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ engine: engine.name, problem: messageOf(error) }, 'speech engine failed');
      return { text: '[WHISPER_ERROR]', confidence: 0 };
    }
  };
}

function isQuiet(pcm: Int16Array): boolean {
  let peak = 0;
  let squares = 0;
  for (const sample of pcm) {
    peak = Math.max(peak, Math.abs(sample));
    squares += sample * sample;
  }
  return peak < quietPeak || Math.sqrt(squares / pcm.length) < quietRms;
}

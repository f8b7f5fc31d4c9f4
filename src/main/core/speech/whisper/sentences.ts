import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import type { ProcessEnd } from '../../ports/ports.ts';

// What Windows calls an instruction that the processor lacks.
const illegalInstruction = 0xc000001d;

/** Why the process with the model ended, for people. */
export function sentenceOfEnd({ code, signal, problem }: ProcessEnd, model: string): Sentence {
  if (problem !== undefined) return sentence('speech.whisper-not-started', { why: problem });
  if (signal === 'SIGILL' || (code !== null && code >>> 0 === illegalInstruction))
    return sentence('speech.whisper-processor');
  if (signal === 'SIGKILL') return sentence('speech.whisper-ended', { model });
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `with ${signal}`;
  return sentence('speech.whisper-crashed', { how, model });
}

/** Why a model was not loaded, from what the binding says. */
export function sentenceOfLoad(why: 'binding' | 'model', reason: string, model: string): Sentence {
  if (why === 'binding')
    return /cannot find (module|package)|MODULE_NOT_FOUND/i.test(reason)
      ? sentence('speech.whisper-not-built', { system: `${process.platform} ${process.arch}` })
      : sentence('speech.whisper-not-loaded', { why: firstLine(reason) });
  if (/alloc|memory|buffer/i.test(reason)) return sentence('speech.whisper-no-memory', { model });
  if (
    /not all tensors|wrong size|wrong shape|unknown tensor|failed to read|bad magic|invalid model/i.test(
      reason,
    )
  )
    return sentence('speech.model-damaged', { model, why: firstLine(reason) });
  return sentence('speech.model-not-loaded', { model, why: firstLine(reason) });
}

const firstLine = (text: string): string => text.split('\n')[0]?.slice(0, 300) ?? '';

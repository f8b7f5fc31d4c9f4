import type { ProcessEnd } from '../../ports/ports.ts';

// What Windows calls an instruction that the processor lacks.
const illegalInstruction = 0xc000001d;

/** Why the process with the model ended, for people. */
export function sentenceOfEnd({ code, signal, problem }: ProcessEnd, model: string): string {
  if (problem !== undefined) return `The process of the Whisper model could not be started: ${problem}.`;
  if (signal === 'SIGILL' || (code !== null && code >>> 0 === illegalInstruction))
    return 'This processor lacks instructions that the Whisper engine needs (SIGILL): choose another engine, or build whisper.cpp on this machine and use whisper-cli.';
  if (signal === 'SIGKILL')
    return `The system ended the Whisper engine, most often because memory ran out while it held ${model}: close something, or take a smaller model.`;
  const how = signal === null ? `with code ${code ?? 'unknown'}` : `with ${signal}`;
  return `The Whisper engine crashed ${how} on ${model}.`;
}

/** Why a model was not loaded, from what the binding says. */
export function sentenceOfLoad(why: 'binding' | 'model', reason: string, model: string): string {
  if (why === 'binding')
    return /cannot find (module|package)|MODULE_NOT_FOUND/i.test(reason)
      ? `No Whisper engine is built for this system (${process.platform} ${process.arch}): choose another engine. If this is a checkout, "npm install" brings it.`
      : `The Whisper engine cannot be loaded on this system: ${firstLine(reason)}`;
  if (/alloc|memory|buffer/i.test(reason))
    return `Memory ran out while ${model} was loaded: close something, or take a smaller model.`;
  if (
    /not all tensors|wrong size|wrong shape|unknown tensor|failed to read|bad magic|invalid model/i.test(
      reason,
    )
  )
    return `${model} is damaged or not whole (${firstLine(reason)}): delete it and download it again.`;
  return `${model} was not loaded (${firstLine(reason)}): it may be damaged, or of a kind that whisper.cpp does not know. Download it again, or take another one.`;
}

const firstLine = (text: string): string => text.split('\n')[0]?.slice(0, 300) ?? '';

/**
 * What turns samples into words: engines, what they are asked and answer, and the detector of speech.
 * Needs keys, settings and the environment in which programs are started.
 * Owns the models under models/, what it has learned of servers in engine-habits.json, and temporary files.
 */
export { checkEngine } from './check-engine.ts';
export { joinTokens, plainWord, plainWordsOf, tokensOf, type Token } from './answers/tokens.ts';
export { billFor } from './cost.ts';
export { createSpeechDetector } from './detector/speech-detector.ts';
export type { AnsweredPart, AnsweredWord, EngineAnswer, LimitHeaders } from './engine-answer.ts';
export { EngineFailure } from './engine-failure.ts';
export { forgetKey, keepKey } from './engines/bound-key.ts';
export { chooseEngine, listReadiness, requireKnownEngine } from './engines/engine-list.ts';
export { addressOfKey, plainOriginOf } from './engines/engine-address.ts';
export {
  engineNames,
  findEngine,
  listEngines,
  openEngineByName,
  type FoundEngine,
} from './engines/find-engine.ts';
export type { Limits, SegmentEngine } from './engines/segment-engine.ts';
export { createSpeechModels, type SpeechModels } from './models/model-store.ts';
export { durationMs } from './upload/rate-limits.ts';
export { measureEngine, type EngineMeasure } from './measure-engine.ts';
export { createWhisper, type Whisper } from './whisper/whisper.ts';

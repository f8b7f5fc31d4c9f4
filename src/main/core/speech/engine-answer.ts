/** A word with its place in the audio that the engine was given, seconds. */
export type AnsweredWord = { text: string; startSec: number; endSec: number };

/** A sentence or so, with what a Whisper model says about its own certainty. `null` where it does not. */
export type AnsweredPart = {
  text: string;
  startSec: number;
  endSec: number;
  /** Mean of the tokens' log probabilities. */
  avgLogprob: number | null;
  /** Length of the text against its compressed length: repetition makes it large. */
  compressionRatio: number | null;
  /** 0 to 1. */
  noSpeechProb: number | null;
  /** Who says it, where the engine tells voices apart. */
  speaker?: string | null;
};

/** What an engine heard in one segment, as far as it could be understood. */
export type EngineAnswer = {
  text: string;
  /** As the engine names it (`english`, `en`); `null` when it does not. */
  language: string | null;
  /** `null` without word times. */
  words: AnsweredWord[] | null;
  /** `null` without times of sentences. */
  parts: AnsweredPart[] | null;
  /** Some of its times were no times and are left out. */
  hasBadTimes: boolean;
  /** It was streamed, and nothing says that this is all of it. */
  isCutOff?: boolean;
};

/** What an engine's answer told about its limits; absent where it told nothing. */
export type LimitHeaders = Readonly<Record<string, string>>;

import { samplesToSec } from '../../../../shared/sound/audio.ts';
import {
  plainWord,
  tokensOf,
  type AnsweredWord,
  type EngineAnswer,
  type Token,
} from '../../speech/speech.ts';
import { doubtsAbout } from '../segments/gates.ts';
import { isOtherLanguage } from './language.ts';
import { samplesIn, type Span } from '../segments/segmenter.ts';
import type { HeardWord } from './stitch.ts';

/** A line of what was heard in one segment, in meeting time. */
export type HeardLine = {
  startSec: number;
  endSec: number;
  words: HeardWord[];
  flags: string[];
  /** Who says it, where the engine tells voices apart. */
  speaker?: string;
};

// A sentence shorter than this does not get a line of its own.
const shortestLineSec = 1.5;
const longestLineChars = 160;
const lineGapSec = 0.8;
// How far a token may lie from its word in the list: engines spell numbers and hyphens otherwise.
const lookahead = 3;

/** Makes lines of an answer, with meeting times and with a flag for everything that is doubtful. */
export function heardLinesOf(
  answer: EngineAnswer,
  spans: readonly Span[],
  asked: { language: string | null; prompt: string | null },
): HeardLine[] {
  const toMeeting = meetingTimeOf(spans);
  const endSec = samplesToSec(samplesIn(spans));
  const general = [
    ...(answer.hasBadTimes ? ['bad-times'] : []),
    ...(answer.isCutOff === true ? ['cut-off'] : []),
    ...(isOtherLanguage(answer, asked.language) ? ['other-language'] : []),
  ];
  const parts = answer.parts ?? [
    { text: answer.text, startSec: 0, endSec, avgLogprob: null, compressionRatio: null, noSpeechProb: null },
  ];
  let repeated = { text: '', count: 0 };
  return parts.flatMap((part) => {
    const plain = tokensOf(part.text)
      .map((token) => plainWord(token.text))
      .join(' ');
    repeated = { text: plain, count: plain === repeated.text ? repeated.count + 1 : 1 };
    const flags = [...new Set([...doubtsAbout(part, asked.prompt), ...loopOfLines(repeated), ...general])];
    const own =
      answer.words?.filter(({ startSec, endSec: end }) => isWithin((startSec + end) / 2, part)) ?? [];
    const words = timedTokens(part.text, own).map((word) => ({
      ...word,
      startSec: word.startSec === null ? null : toMeeting(word.startSec, 'start'),
      endSec: word.endSec === null ? null : toMeeting(word.endSec, 'end'),
    }));
    const line = {
      startSec: toMeeting(part.startSec, 'start'),
      endSec: toMeeting(part.endSec, 'end'),
      words,
      flags,
      ...(part.speaker != null && { speaker: part.speaker }),
    };
    return answer.parts === null ? splitLine(line) : words.length > 0 ? [line] : [];
  });
}

/** A sentence that follows itself again and again, each time as a part of its own. */
function loopOfLines({ text, count }: { text: string; count: number }): string[] {
  const words = text === '' ? 0 : text.split(' ').length;
  return words >= 4 && count >= 3 ? ['repetition'] : [];
}

const isWithin = (sec: number, part: { startSec: number; endSec: number }): boolean =>
  sec >= part.startSec && sec < part.endSec;

/** The audio that an engine gets has its longer pauses left out; this puts them back in. */
function meetingTimeOf(spans: readonly Span[]): (sec: number, edge: 'start' | 'end') => number {
  return (sec, edge) => {
    let left = Math.max(0, sec) * 1_000;
    for (const [index, span] of spans.entries()) {
      const lengthMs = samplesToSec(span.sampleCount) * 1_000;
      const isLast = index === spans.length - 1;
      // What ends where two spans meet ends with the first; what starts there starts with the second.
      const fits = edge === 'start' ? left < lengthMs - 1 : left <= lengthMs + 1;
      if (fits || isLast)
        return Math.round(samplesToSec(span.firstSample) * 1_000 + Math.min(left, lengthMs)) / 1_000;
      left -= lengthMs;
    }
    return sec;
  };
}

/**
 * The text's own words, with their punctuation, and the times of the engine's list of words, which has none. A word
 * that is not in the list takes its place between its neighbours.
 */
function timedTokens(text: string, given: readonly AnsweredWord[]): HeardWord[] {
  const tokens = tokensOf(text);
  const words = given.flatMap(characterTimes);
  const untimed = ({ text: token, isGlued }: Token): HeardWord => ({
    text: token,
    startSec: null,
    endSec: null,
    ...(isGlued && { isGlued }),
  });
  if (words.length === 0) return tokens.map(untimed);
  let next = 0;
  const found = tokens.map((token): HeardWord => {
    const near = words.slice(next, next + lookahead);
    const offset = near.findIndex((word) => plainWord(word.text) === plainWord(token.text));
    const word = near[offset];
    if (word === undefined) return untimed(token);
    next += offset + 1;
    return { ...untimed(token), startSec: word.startSec, endSec: word.endSec };
  });
  const firstSec = words[0]?.startSec ?? 0;
  const lastSec = words.at(-1)?.endSec ?? firstSec;
  return found.map((word, index) => {
    if (word.startSec !== null) return word;
    const before = found.slice(0, index).findLast(({ endSec }) => endSec !== null)?.endSec ?? firstSec;
    const after = found.slice(index).find(({ startSec }) => startSec !== null)?.startSec ?? lastSec;
    return { ...word, startSec: before, endSec: Math.max(before, after) };
  });
}

/** Of a script without spaces an engine's word is several tokens of ours: they share its time. */
function characterTimes(word: AnsweredWord): AnsweredWord[] {
  const tokens = tokensOf(word.text);
  if (tokens.length <= 1) return [word];
  const eachSec = (word.endSec - word.startSec) / tokens.length;
  return tokens.map(({ text }, index) => ({
    text,
    startSec: word.startSec + index * eachSec,
    endSec: word.startSec + (index + 1) * eachSec,
  }));
}

/** A long stretch without sentences of its own: at pauses and ends of sentences. */
function splitLine(line: HeardLine): HeardLine[] {
  const lines: HeardLine[] = [];
  let words: HeardWord[] = [];
  const close = (): void => {
    if (words.length === 0) return;
    lines.push({
      startSec: words[0]?.startSec ?? line.startSec,
      endSec: words.at(-1)?.endSec ?? line.endSec,
      words,
      flags: line.flags,
    });
    words = [];
  };
  for (const word of line.words) {
    if (isBreak(words, word)) close();
    words.push(word);
  }
  close();
  return lines;
}

function isBreak(words: readonly HeardWord[], next: HeardWord): boolean {
  const first = words[0];
  const last = words.at(-1);
  if (first?.startSec == null || last?.endSec == null || next.startSec === null) return false;
  if (next.startSec - last.endSec >= lineGapSec) return true;
  if (words.reduce((sum, word) => sum + word.text.length + 1, 0) > longestLineChars) return true;
  return /[.?!…。？！]$/.test(last.text) && last.endSec - first.startSec >= shortestLineSec;
}

export function wordsOf(lines: readonly HeardLine[]): HeardWord[] {
  return lines.flatMap((line) => line.words);
}

/** The lines of the words from the `from`th up to but not including the `to`th, counted over all of them. */
export function sliceLines(lines: readonly HeardLine[], from: number, to: number): HeardLine[] {
  let seen = 0;
  return lines.flatMap((line) => {
    const words = line.words.slice(Math.max(0, from - seen), Math.max(0, to - seen));
    const isWhole = words.length === line.words.length;
    seen += line.words.length;
    if (words.length === 0) return [];
    if (isWhole) return [line];
    const startSec = words[0]?.startSec ?? line.startSec;
    return [{ ...line, words, startSec, endSec: Math.max(startSec, words.at(-1)?.endSec ?? line.endSec) }];
  });
}

import { deflateSync } from 'node:zlib';
import { isHidden } from '../../../../shared/session/transcript/hidden-flags.ts';
import type { AnsweredPart } from '../../speech/speech.ts';
import { isEcho, isKnownPhrase, isMarker, repetitionIn } from '../words/never-said.ts';

// Nobody is understood at this level; digital silence and an open line without a voice lie below.
const leastRmsDb = -65;
const leastSpeechSec = 0.1;

/** Whether a segment is worth a request: silence makes engines invent words. */
export function isWorthSending(segment: { speechSec: number; rmsDb: number }): boolean {
  return segment.speechSec >= leastSpeechSec && segment.rmsDb >= leastRmsDb;
}

/** RMS in dBFS; minus infinity for nothing but zeros. */
export function rmsDbOf(pcm: Int16Array): number {
  let power = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating makes an object for each of 400,000 samples
  for (let i = 0; i < pcm.length; i += 1) power += (pcm[i] ?? 0) ** 2;
  return 10 * Math.log10(power / Math.max(1, pcm.length) / 32_768 ** 2);
}

// A cough or a chair may pass for speech for a moment.
const leastUnheardSec = 1;
const leastDoubtfulSec = 5;
const leastSparseSec = 8;
// Even the slowest speaker says more than one word in ten seconds of speech.
const leastWordsPerSec = 0.1;
// So much of what passes for speech in a segment may be laughter, coughs and keys.
const otherSoundSec = 3;
// Two recorded voices have 11 and 15 letters in a second of speech; the slowest of a synthesiser, in 15 languages, has 6.
const leastLettersPerSec = 3.5;
// What is spoken as long as several letters of an alphabet: signs for words, for syllables, and consonants whose vowels are marks.
const longSigns: readonly [signs: RegExp, letters: number][] = [
  [/\p{Script=Han}/u, 4],
  [/[\p{Script=Hangul}\p{N}]/u, 3],
  [/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Georgian}\p{Script=Armenian}]/u, 1],
];
const lettersOfOthers = 2;

/**
 * Whether an answer has the words that so much speech must have. `doubtful`: only such as were probably never said. Where each word
 * has its time, those tell what was not heard (`unheardIn`); of a text without them its length must do.
 */
export function wordsForSpeech(
  lines: readonly { words: readonly { text: string }[]; flags: readonly string[] }[],
  { speechSec, areTimed }: { speechSec: number; areTimed: boolean },
): 'enough' | 'none' | 'doubtful' | 'few' {
  const wordsIn = (some: typeof lines): string[] =>
    some.flatMap(({ words }) => words.map(({ text }) => text));
  if (wordsIn(lines).length === 0) return speechSec >= leastUnheardSec ? 'none' : 'enough';
  const shown = wordsIn(lines.filter((line) => !isHidden(line)));
  if (shown.length === 0) return speechSec >= leastDoubtfulSec ? 'doubtful' : 'enough';
  const isSparse = areTimed
    ? speechSec >= leastSparseSec && shown.length < speechSec * leastWordsPerSec
    : lettersIn(shown.join('')) < (speechSec - otherSoundSec) * leastLettersPerSec;
  return isSparse ? 'few' : 'enough';
}

/** How long a text takes to say, in letters of an alphabet; marks are said with what they stand on. */
function lettersIn(text: string): number {
  const lettersOf = (sign: string): number =>
    longSigns.find(([signs]) => signs.test(sign))?.[1] ?? lettersOfOthers;
  return Array.from(text.matchAll(/[\p{L}\p{N}]/gu)).reduce((sum, [sign]) => sum + lettersOf(sign), 0);
}

/**
 * Why words are doubted, by direct.md: such words are kept and hidden until somebody asks. `no-speech` and
 * `known-phrase`: said to silence; `marker`: a sound that is no speech; `repetition`; `prompt-echo`: what the engine was told to
 * expect (`prompt`); `low-confidence`.
 */
export function doubtsAbout(
  part: Omit<AnsweredPart, 'startSec' | 'endSec'>,
  prompt: string | null = null,
): string[] {
  const { text, avgLogprob, compressionRatio, noSpeechProb } = part;
  if (isMarker(text)) return ['marker'];
  const ratio = compressionRatio ?? compressionRatioOf(text);
  const repeats = repetitionIn(text);
  const flags: string[] = [];
  if ((noSpeechProb ?? 0) > 0.6 && (avgLogprob ?? 0) < -0.5) flags.push('no-speech');
  if (repeats === 'loop' || (ratio > 2.4 && repeats !== 'said')) flags.push('repetition');
  if ((avgLogprob ?? 0) < -1) flags.push('low-confidence');
  if (isKnownPhrase(text, (noSpeechProb ?? 0) > 0.06)) flags.push('known-phrase');
  if (isEcho(text, prompt)) flags.push('prompt-echo');
  return flags;
}

/** As Whisper computes it, for engines that do not tell. */
function compressionRatioOf(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

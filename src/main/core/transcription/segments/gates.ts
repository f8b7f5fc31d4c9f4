import { deflateSync } from 'node:zlib';
import type { AnsweredPart } from '../../speech/speech.ts';

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

// What Whisper models were found to say to silence: the ends of videos they were trained on.
const silencePhrases = [
  /^thank(s| you)( (so|very) much)?( (for|to) (watching|listening|you))?( (everyone|all|guys|bye))?$/,
  /^(please )?(like and )?subscribe( to (my|our|the) channel)?$/,
  /^see you (in the )?next (time|video|one)$/,
  /^(bye|you|the end|so|okay)$/,
  /^(subtitles|captions|transcription|translation|transcribed) (by|provided by)\b/,
  /^untertitel (im auftrag|der amara|von|des zdf)/,
  /^vielen dank( fürs zuschauen)?$/,
  /^sous-?titr(es|age)\b/,
  /^(legendas|subtítulos) (pela|por|de|realizados)\b/,
  /amara ?org/,
];

/**
 * Why words are doubted, by direct.md: such words are kept and hidden until somebody asks. `no-speech` and
 * `known-phrase`: said to silence; `repetition`; `low-confidence`.
 */
export function doubtsAbout(part: Omit<AnsweredPart, 'startSec' | 'endSec'>): string[] {
  const { text, avgLogprob, compressionRatio, noSpeechProb } = part;
  const ratio = compressionRatio ?? compressionRatioOf(text);
  const flags: string[] = [];
  if ((noSpeechProb ?? 0) > 0.6 && (avgLogprob ?? 0) < -0.5) flags.push('no-speech');
  if (ratio > 2.4) flags.push('repetition');
  if ((avgLogprob ?? 0) < -1) flags.push('low-confidence');
  if ((noSpeechProb ?? 0) > 0.06 && isSilencePhrase(text)) flags.push('known-phrase');
  return flags;
}

const longestPhraseChars = 500;

function isSilencePhrase(text: string): boolean {
  if (text.length > longestPhraseChars) return false;
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return silencePhrases.some((phrase) => phrase.test(plain));
}

/** As Whisper computes it, for engines that do not tell. */
function compressionRatioOf(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

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

/** Whether an answer has the words that so much speech must have. `doubtful`: only such as were probably never said. */
export function wordsForSpeech(
  lines: readonly { words: readonly unknown[]; flags: readonly string[] }[],
  speechSec: number,
): 'enough' | 'none' | 'doubtful' | 'few' {
  const count = (some: typeof lines): number => some.reduce((sum, { words }) => sum + words.length, 0);
  if (count(lines) === 0) return speechSec >= leastUnheardSec ? 'none' : 'enough';
  const shown = count(lines.filter((line) => !isHidden(line)));
  if (shown === 0) return speechSec >= leastDoubtfulSec ? 'doubtful' : 'enough';
  return speechSec >= leastSparseSec && shown < speechSec * leastWordsPerSec ? 'few' : 'enough';
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

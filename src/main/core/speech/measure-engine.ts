import { performance } from 'node:perf_hooks';
import { pcmFormat, samplesToSec } from '../../../shared/sound/audio.ts';
import { plainWordsOf } from './answers/tokens.ts';
import type { SegmentEngine } from './engines/segment-engine.ts';

/** How an engine did on one recording. */
export type EngineMeasure = {
  engine: string;
  audioSec: number;
  /** From the first request to the last answer. */
  tookSec: number;
  /** Seconds of work for a second of audio: below 1 keeps up with a meeting. */
  realTimeFactor: number;
  /** From the first request to its answer: with whatever had to be started and loaded. */
  firstAnswerSec: number;
  text: string;
  language: string | null;
  /** Wrong, missing and added words for a word of the reference; `null` without one. */
  wordErrorRate: number | null;
};

const { sampleRateHz } = pcmFormat;
// What a Whisper model hears at once, and how far back a cut may look for a pause.
const longestSamples = 28 * sampleRateHz;
const pauseSamples = 4 * sampleRateHz;
const windowSamples = sampleRateHz / 10;

/**
 * Asks an engine for a whole recording, a window after the other, cut where it is quietest.
 * @throws EngineFailure; the signal's reason when that fires
 */
export async function measureEngine(
  engine: SegmentEngine,
  frames: AsyncIterable<{ pcm: Int16Array }>,
  options: { language: string | null; reference: string | null; signal: AbortSignal },
): Promise<EngineMeasure> {
  const { language, reference, signal } = options;
  const texts: string[] = [];
  let [samples, tookMs, firstMs] = [0, 0, 0];
  let heardIn: string | null = null;
  for await (const pcm of windowsOf(frames)) {
    const startMs = performance.now();
    const { answer } = await engine.transcribe({ pcm, language, prompt: null, signal });
    tookMs += performance.now() - startMs;
    if (samples === 0) firstMs = tookMs;
    samples += pcm.length;
    heardIn ??= answer.language;
    if (answer.text !== '') texts.push(answer.text);
  }
  const audioSec = samplesToSec(samples);
  const text = texts.join(' ');
  return {
    engine: engine.name,
    audioSec,
    tookSec: tookMs / 1_000,
    realTimeFactor: audioSec === 0 ? 0 : tookMs / 1_000 / audioSec,
    firstAnswerSec: firstMs / 1_000,
    text,
    language: heardIn,
    wordErrorRate: reference === null ? null : wordErrorRate(reference, text),
  };
}

/** Joins frames to windows; a window never holds more than is asked at once, whatever the length of the file. */
async function* windowsOf(frames: AsyncIterable<{ pcm: Int16Array }>): AsyncIterable<Int16Array> {
  const held = new Int16Array(longestSamples);
  let length = 0;
  for await (const { pcm } of frames) {
    for (let at = 0; at < pcm.length;) {
      const part = pcm.subarray(at, at + longestSamples - length);
      held.set(part, length);
      length += part.length;
      at += part.length;
      if (length < longestSamples) continue;
      const end = quietest(held);
      yield held.slice(0, end);
      held.copyWithin(0, end);
      length -= end;
    }
  }
  if (length > 0) yield held.slice(0, length);
}

function quietest(pcm: Int16Array): number {
  let [best, least] = [pcm.length, Number.POSITIVE_INFINITY];
  for (let at = pcm.length - pauseSamples; at + windowSamples <= pcm.length; at += windowSamples) {
    let sum = 0;
    for (let index = at; index < at + windowSamples; index += 1) sum += Math.abs(pcm[index] ?? 0);
    if (sum >= least) continue;
    [best, least] = [at + windowSamples / 2, sum];
  }
  return best;
}

/** Words, or characters of scripts without spaces, without case and punctuation. `1` is as many errors as words. */
export function wordErrorRate(reference: string, heard: string): number {
  const said = plainWordsOf(reference);
  const distance = editDistance(said, plainWordsOf(heard));
  return said.length === 0 ? (distance === 0 ? 0 : 1) : distance / said.length;
}

/** Levenshtein's, a row at a time: an hour of words has 10,000 of them. */
function editDistance(from: readonly string[], to: readonly string[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, word] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      const replaced = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

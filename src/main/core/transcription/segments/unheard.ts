import { samplesToSec, secToSamples, speechWindowSamples } from '../../../../shared/sound/audio.ts';
import { plainWordsOf, type EngineAnswer } from '../../speech/speech.ts';
import type { SpeechDetector } from '../../ports/ports.ts';
import type { Segment, Span } from './segmenter.ts';

/** What a segment's audio and its answer have in common: which samples the answer may be asked about. */
type Asked = Pick<Segment, 'spans' | 'overlapSamples' | 'continues'>;

// Engines round times and swallow a breath or two; those that drop speech drop five seconds and more of it.
const leastUnheardSec = 4;
// Of the audio in such a stretch; the rest are pauses between words.
const leastSpeechSec = 3;
// The next segment hears the end of one that was cut in speech.
const overlapSec = 1;

/**
 * Stretches of a segment in which somebody speaks and no word of the answer lies, as segments of their own. Decoders end
 * early, or skip a window, and answer with 200 and a text that reads well: only the times tell. None where the engine
 * gave no times, or such as cannot be.
 */
export async function unheardIn(
  answer: EngineAnswer,
  pcm: Int16Array,
  { asked, createDetector }: { asked: Asked; createDetector: () => Promise<SpeechDetector> },
): Promise<Segment[]> {
  const stretches = stretchesWithoutWords(answer, pcm.length, asked);
  if (stretches.length === 0) return [];
  const decisions = await decisionsOf(pcm, createDetector);
  return stretches.flatMap(({ from, to }) => {
    const windows = decisions.slice(
      Math.ceil(from / speechWindowSamples),
      Math.floor(to / speechWindowSamples),
    );
    const speechSamples = windows.filter(Boolean).length * speechWindowSamples;
    if (samplesToSec(speechSamples) < leastSpeechSec) return [];
    return [
      { spans: spansWithin(asked.spans, from, to), overlapSamples: 0, continues: false, speechSamples },
    ];
  });
}

/** What is left of the segment without them. */
export function withoutUnheard(asked: Asked, unheard: readonly Segment[]): Span[] {
  const holes = unheard.flatMap(({ spans }) => spans);
  return asked.spans.flatMap((span) => {
    let open = [span];
    for (const hole of holes) open = open.flatMap((one) => cutOut(one, hole));
    return open;
  });
}

type Stretch = { from: number; to: number };

function stretchesWithoutWords(
  answer: EngineAnswer,
  samples: number,
  { overlapSamples, continues }: Asked,
): Stretch[] {
  const { hasBadTimes, isCutOff, parts, words } = answer;
  if (hasBadTimes || isCutOff === true) return [];
  const covers = (areMostOf(words, answer.text) ? words : [...(words ?? []), ...(parts ?? [])]) ?? [];
  const spoken = covers.filter(({ text }) => text.trim() !== '').toSorted((a, b) => a.startSec - b.startSec);
  if (spoken.length === 0) return [];
  const until = samples - (continues ? secToSamples(overlapSec) : 0);
  const found: Stretch[] = [];
  let reached = overlapSamples;
  const leave = (to: number): void => {
    if (samplesToSec(to - reached) >= leastUnheardSec) found.push({ from: reached, to });
  };
  for (const { startSec, endSec } of spoken) {
    leave(Math.min(until, secToSamples(startSec)));
    reached = Math.max(reached, secToSamples(endSec));
  }
  leave(until);
  return found;
}

/** A list of words tells best where nothing was said, unless it lacks many of those in the text. */
function areMostOf(words: EngineAnswer['words'], text: string): boolean {
  return words !== null && words.length >= 0.8 * text.split(/\s+/).length;
}

async function decisionsOf(
  pcm: Int16Array,
  createDetector: () => Promise<SpeechDetector>,
): Promise<boolean[]> {
  const detector = await createDetector();
  try {
    return detector.push(pcm);
  } finally {
    detector.close();
  }
}

/** A stretch of the audio that was sent, in the track that it was taken from. */
function spansWithin(spans: readonly Span[], from: number, to: number): Span[] {
  let before = 0;
  return spans.flatMap(({ firstSample, sampleCount }) => {
    const [first, last] = [Math.max(0, from - before), Math.min(sampleCount, to - before)];
    before += sampleCount;
    return last > first ? [{ firstSample: firstSample + first, sampleCount: last - first }] : [];
  });
}

function cutOut(span: Span, hole: Span): Span[] {
  const [end, holeEnd] = [span.firstSample + span.sampleCount, hole.firstSample + hole.sampleCount];
  if (hole.firstSample >= end || holeEnd <= span.firstSample) return [span];
  return [
    { firstSample: span.firstSample, sampleCount: hole.firstSample - span.firstSample },
    { firstSample: holeEnd, sampleCount: end - holeEnd },
  ].filter(({ sampleCount }) => sampleCount > 0);
}

const sameShare = 0.6;
const leastPairs = 3;

/** Whether a text is what was heard before: its words follow each other there in the same way. */
export function isHeardBefore(text: string, before: string): boolean {
  const [words, wordsBefore] = [plainWordsOf(text), plainWordsOf(before)];
  if (words.length === 0) return false;
  if (` ${wordsBefore.join(' ')} `.includes(` ${words.join(' ')} `)) return true;
  const [now, then] = [pairsOf(words), new Set(pairsOf(wordsBefore))];
  if (now.length < leastPairs) return false;
  return now.filter((pair) => then.has(pair)).length >= sameShare * now.length;
}

function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}

/** How much `heard` is `said`, and how many samples later it comes. */
export type Likeness = { lagSamples: number; coefficient: number };

// 10 ms at 16 kHz: as fine as the loudness of speech changes.
const envelopeStep = 160;

/**
 * The lag at which two recordings of 16 kHz agree best, and their correlation there (-1 to 1). Only the part that
 * both have counts. Coarse by loudness, then sample by sample: 10 s take well under a second.
 */
export function compareAudio(said: Int16Array, heard: Int16Array): Likeness {
  const coarse = bestLag(envelopeOf(said), envelopeOf(heard), { around: 0, reach: Number.MAX_SAFE_INTEGER });
  return bestLag(said, heard, { around: coarse.lagSamples * envelopeStep, reach: 2 * envelopeStep });
}

function bestLag(
  said: ArrayLike<number>,
  heard: ArrayLike<number>,
  { around, reach }: { around: number; reach: number },
): Likeness {
  // Less than half in common could agree by chance.
  const leastOverlap = Math.floor(Math.min(said.length, heard.length) / 2);
  const first = Math.max(around - reach, leastOverlap - said.length);
  const last = Math.min(around + reach, heard.length - leastOverlap);
  let best: Likeness = { lagSamples: 0, coefficient: -1 };
  for (let lagSamples = first; lagSamples <= last; lagSamples += 1) {
    const coefficient = correlate(said, heard, lagSamples);
    if (coefficient > best.coefficient) best = { lagSamples, coefficient };
  }
  return best;
}

function correlate(said: ArrayLike<number>, heard: ArrayLike<number>, lag: number): number {
  const from = Math.max(0, -lag);
  const to = Math.min(said.length, heard.length - lag);
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let i = from; i < to; i += 1) {
    const a = said[i] ?? 0;
    const b = heard[i + lag] ?? 0;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const count = to - from;
  const varianceA = sumAA - (sumA * sumA) / count;
  const varianceB = sumBB - (sumB * sumB) / count;
  return varianceA > 0 && varianceB > 0
    ? (sumAB - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB)
    : 0;
}

function envelopeOf(pcm: Int16Array): Float64Array {
  return Float64Array.from({ length: Math.floor(pcm.length / envelopeStep) }, (_zero, block) => {
    let squares = 0;
    for (let i = block * envelopeStep; i < (block + 1) * envelopeStep; i += 1) squares += (pcm[i] ?? 0) ** 2;
    return Math.sqrt(squares / envelopeStep);
  });
}

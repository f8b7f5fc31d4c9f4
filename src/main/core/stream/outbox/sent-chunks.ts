import type { ChunkRef } from '../../ports/ports.ts';
import type { ReceivedRange } from './target-buffers.ts';

/** How a chunk that was sent is known to have been read. */
export type ReadProof = 'none' | 'delivered' | 'unconfirmed';

export type SentChunk = { chunk: ChunkRef; proof: ReadProof };

/** Chunks that a target was sent, until it has answered them: what a restart of it makes worth sending again. */
export type SentChunks = {
  /** It lies in these samples as the target received them. */
  add(chunk: ChunkRef, received: ReceivedRange): void;
  prove(firstSample: number, proof: ReadProof): void;
  /** The target answered these samples: chunks that are now answered from end to end. What lies before is given up. */
  answered(range: ReceivedRange): ChunkRef[];
  /** Takes out, in order, everything behind the last answer. */
  takeUnanswered(): SentChunk[];
};

// An hour of chunks: a target that never answers must not make this grow for ever.
const mostKept = 3_600;
// Times that a target names are rounded.
const toleranceSamples = 160;

const rememberedRanges = 4;

type Entry = ReceivedRange & SentChunk & { coveredSamples: number };

export function createSentChunks(): SentChunks {
  let kept: Entry[] = [];
  // A chunk's beginning may be answered before its end is sent.
  let latest: ReceivedRange[] = [];

  const isCovered = (entry: Entry): boolean =>
    entry.coveredSamples >= entry.to - entry.from - toleranceSamples;

  return {
    add(chunk, received) {
      kept = kept.filter((entry) => entry.chunk.firstSample !== chunk.firstSample);
      const coveredSamples = latest.reduce((sum, range) => sum + overlap(range, received), 0);
      kept.push({ chunk, ...received, proof: 'none', coveredSamples });
      if (kept.length > mostKept) kept.shift();
    },
    prove(firstSample, proof) {
      const entry = kept.findLast(({ chunk }) => chunk.firstSample === firstSample);
      if (entry !== undefined) entry.proof = proof;
    },
    answered(range) {
      latest = [...latest, range].slice(-rememberedRanges);
      for (const entry of kept) entry.coveredSamples += overlap(range, entry);
      const done = kept.filter(isCovered).map(({ chunk }) => chunk);
      kept = kept.filter((entry) => !isCovered(entry) && entry.to > range.from);
      return done;
    },
    takeUnanswered() {
      const chunks = kept.map(({ chunk, proof }) => ({ chunk, proof }));
      kept = [];
      return chunks.toSorted((a, b) => a.chunk.firstSample - b.chunk.firstSample);
    },
  };
}

function overlap(left: ReceivedRange, right: ReceivedRange): number {
  return Math.max(0, Math.min(left.to, right.to) - Math.max(left.from, right.from));
}

/** A stretch of a session that is one chunk; a silent one is not sent. */
export type CutChunk = { firstSample: number; sampleCount: number; silent: boolean };

/** Cuts a session into chunks at the edges of speech: every sample is in one chunk, in order. */
export type ChunkCutter = {
  /**
   * So many samples of the session are recorded, and the next windows were found to be speech or not.
   * Decisions may lag behind the samples, never run ahead.
   */
  advance(recordedSamples: number, speech: readonly boolean[]): CutChunk[];
  /** No more will come: the rest, however short. Windows that nobody judged count as speech. */
  finish(recordedSamples: number): CutChunk[];
};

/**
 * What lies within `leadSamples` before or `hangoverSamples` after a window of speech is sent too. Chunks of speech
 * are `chunkSamples` long, shorter only where speech ends; with speech in every window that is all there is.
 */
export function createChunkCutter(options: {
  /** Where in the session the first window begins. */
  firstSample: number;
  chunkSamples: number;
  leadSamples: number;
  hangoverSamples: number;
  windowSamples: number;
}): ChunkCutter {
  const { chunkSamples, leadSamples, hangoverSamples, windowSamples } = options;
  // What is to be sent and not yet cut: in order, and apart from each other.
  const kept: { from: number; to: number }[] = [];
  let cutSamples = options.firstSample;
  let decidedSamples = options.firstSample;
  let isLastSpeech = true;

  function decide(sampleCount: number, isSpeech: boolean): void {
    if (isSpeech) keep(decidedSamples - leadSamples, decidedSamples + sampleCount + hangoverSamples);
    decidedSamples += sampleCount;
    isLastSpeech = isSpeech;
  }

  function keep(from: number, to: number): void {
    const last = kept.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else kept.push({ from: Math.max(from, cutSamples), to });
  }

  function cut(recordedSamples: number, isFinished: boolean): CutChunk[] {
    // Speech that is yet to be found reaches back no further than here.
    const settledSamples = isFinished ? recordedSamples : decidedSamples - leadSamples;
    const chunks: CutChunk[] = [];
    for (;;) {
      if (kept[0] !== undefined && kept[0].to <= cutSamples) kept.shift();
      const [stretch, next] = kept;
      const silent = stretch === undefined || stretch.from > cutSamples;
      const edge = silent ? (stretch?.from ?? settledSamples) : Math.min(stretch.to, recordedSamples);
      const isEdgeFinal =
        isFinished || (silent ? stretch !== undefined : next !== undefined || stretch.to < settledSamples);

      const sampleCount = Math.min(chunkSamples, edge - cutSamples);
      if (sampleCount <= 0 || (sampleCount < chunkSamples && !isEdgeFinal)) return chunks;
      chunks.push({ firstSample: cutSamples, sampleCount, silent });
      cutSamples += sampleCount;
    }
  }

  return {
    advance(recordedSamples, speech) {
      for (const isSpeech of speech) decide(windowSamples, isSpeech);
      return cut(recordedSamples, false);
    },
    finish(recordedSamples) {
      const undecided = recordedSamples - decidedSamples;
      // A rest too short for a window is what the window before it was.
      if (undecided > 0) decide(undecided, undecided >= windowSamples || isLastSpeech);
      return cut(recordedSamples, true);
    },
  };
}

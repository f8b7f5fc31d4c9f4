import { crc32 } from 'node:zlib';
import { secToSamples, speechWindowSamples } from '../../../../shared/sound/audio.ts';
import type { Clock, SpeechDetector } from '../../ports/ports.ts';
import { createChunkCutter, type CutChunk } from './chunk-cutter.ts';

/** Makes chunks of a recording as it grows: speech, and the silence between. */
export type ChunkFeed = {
  recorded(samples: number): void;
  /** No more audio will come: the rest becomes a shorter chunk. */
  finish(): void;
  /** Everything is cut. */
  isDone(): boolean;
  /** Samples that are recorded and in no chunk yet. */
  uncut(): number;
  /** Tries no more what failed; resolves when nothing is being read. */
  close(): Promise<void>;
};

// A disk that is full may be well again in a second.
const retryMs = 1_000;
// What recognisers need around speech to hear its edges.
const marginSec = 0.3;
// A second at a time: an hour's backlog is judged without holding it.
const blockSamples = secToSamples(1);

export function createChunkFeed(options: {
  chunkSec: number;
  /** Tells speech from silence; `null` calls everything speech. */
  detector: SpeechDetector | null;
  read: (firstSample: number, count: number) => Promise<Int16Array>;
  firstSample: number;
  clock: Clock;
  onChunk: (chunk: CutChunk & { crc: number }) => void;
  /** All that there is has been cut. */
  onRest: () => void;
  onProblem: (error: unknown) => void;
}): ChunkFeed {
  const cutter = createChunkCutter({
    firstSample: options.firstSample,
    chunkSamples: secToSamples(options.chunkSec),
    leadSamples: secToSamples(marginSec),
    hangoverSamples: secToSamples(marginSec),
    windowSamples: speechWindowSamples,
  });
  let recordedSamples = options.firstSample;
  let judgedSamples = options.firstSample;
  let cutSamples = options.firstSample;
  let finished = false;
  let isRestCut = false;
  let closed = false;
  let cutting: Promise<void> | null = null;
  let cancelRetry = (): void => undefined;

  const isWorkLeft = (): boolean => judgedSamples < recordedSamples || (finished && !isRestCut);

  async function cutAll(): Promise<void> {
    while (judgedSamples < recordedSamples) {
      const count = Math.min(recordedSamples - judgedSamples, blockSamples);
      const pcm = await options.read(judgedSamples, count);
      judgedSamples += count;
      await add(cutter.advance(judgedSamples, judge(pcm)));
    }
    if (!finished || isRestCut) return;
    isRestCut = true;
    await add(cutter.finish(judgedSamples));
  }

  /** Decisions for the windows that are complete now. */
  function judge(pcm: Int16Array): boolean[] {
    if (options.detector !== null) return options.detector.push(pcm);
    const windows = (samples: number): number =>
      Math.floor((samples - options.firstSample) / speechWindowSamples);
    return Array.from({ length: windows(judgedSamples) - windows(judgedSamples - pcm.length) }, () => true);
  }

  async function add(chunks: readonly CutChunk[]): Promise<void> {
    for (const chunk of chunks) {
      const pcm = await options.read(chunk.firstSample, chunk.sampleCount);
      const crc = crc32(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
      cutSamples = chunk.firstSample + chunk.sampleCount;
      options.onChunk({ ...chunk, crc });
    }
  }

  function cut(): void {
    if (cutting !== null || !isWorkLeft()) {
      if (finished) options.onRest();
      return;
    }
    cutting = cutAll().then(
      () => {
        cutting = null;
        cut();
      },
      (error: unknown) => {
        cutting = null;
        options.onProblem(error);
        if (!closed) cancelRetry = options.clock.after(retryMs, cut);
      },
    );
  }

  return {
    recorded(samples) {
      recordedSamples = Math.max(recordedSamples, samples);
      cut();
    },
    finish() {
      finished = true;
      cut();
    },
    isDone: () => finished && cutting === null && !isWorkLeft(),
    uncut: () => Math.max(0, recordedSamples - cutSamples),
    async close() {
      closed = true;
      cancelRetry();
      while (cutting !== null) await cutting;
      options.detector?.close();
    },
  };
}

import { secToSamples, speechWindowSamples, type SourceName } from '../../../../shared/sound/audio.ts';
import type { SpeechDetector } from '../../ports/ports.ts';
import { createSegmenter, type Segment } from './segmenter.ts';

/** Finds the segments of one track as it grows, or as fast as it can be read. */
export type TrackCutter = {
  /** So many samples of the track are on disk. */
  recorded(samples: number): void;
  /** No more will come. Resolves when every segment is a job. */
  finish(): Promise<void>;
  /** Ends the work where it is; `finish` still closes it. */
  stop(): void;
  /** Lets go of the detector when nothing is to be cut. */
  close(): void;
};

// A second at a time: hours are judged without holding them.
const blockSamples = secToSamples(1);

export function createTrackCutter(options: {
  track: SourceName;
  isLive: boolean;
  firstSample: number;
  /** So much from there on was heard by the segment before. */
  overlapSamples: number;
  detector: SpeechDetector;
  read: (firstSample: number, into: Int16Array) => Promise<Int16Array>;
  /** Makes jobs of them; resolves when they are in the database. */
  addSegments: (segments: readonly Segment[]) => Promise<void>;
}): TrackCutter {
  const { read, detector } = options;
  const segmenter = createSegmenter(options);
  const block = new Int16Array(blockSamples);
  let known = options.firstSample;
  let judged = options.firstSample;
  let isFinished = false;
  let isStopped = false;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    while (!isStopped && judged < known) {
      const pcm = await read(judged, block.subarray(0, known - judged));
      // The file is shorter than was said: nothing more to find.
      if (pcm.length === 0) break;
      judged += pcm.length;
      await judge(pcm);
    }
    if (!isFinished || isStopped) return;
    // A rest shorter than a window is silence to the detector; its decision needs a whole one.
    const rest = (judged - options.firstSample) % speechWindowSamples;
    if (rest > 0) await judge(new Int16Array(speechWindowSamples - rest));
    await add(segmenter.finish());
  }

  async function judge(pcm: Int16Array): Promise<void> {
    const segments = detector.push(pcm).flatMap((isSpeech) => segmenter.push(isSpeech));
    await add(segments);
  }

  async function add(segments: readonly Segment[]): Promise<void> {
    if (segments.length > 0) await options.addSegments(segments);
  }

  function start(): Promise<void> {
    working ??= work().finally(() => {
      working = null;
    });
    return working;
  }

  return {
    recorded(samples) {
      known = Math.max(known, samples);
      // What fails here fails again in `finish`, where somebody hears of it.
      if (working === null) start().catch(() => undefined);
    },
    async finish() {
      while (working !== null) await working;
      isFinished = true;
      try {
        await start();
      } finally {
        detector.close();
      }
    },
    stop() {
      isStopped = true;
    },
    close: () => detector.close(),
  };
}

import type { SourceName } from '../../../../shared/sound/audio.ts';
import type { TrackAudio } from '../../ports/ports.ts';
import { samplesIn, type Span } from './segmenter.ts';

/** Reads the audio of segments, their longer pauses left out, one segment at a time. */
export type SpanReader = {
  /** What it answers is good until the next call. */
  read(track: SourceName, spans: readonly Span[]): Promise<Int16Array>;
};

/**
 * All segments in the same memory. New memory for each of them is near a megabyte that is cleared away late: over
 * an hour of audio that came to 40 MB.
 */
export function createSpanReader(read: TrackAudio['read']): SpanReader {
  let memory = new Int16Array();

  return {
    async read(track, spans) {
      const wanted = samplesIn(spans);
      if (memory.length < wanted) memory = new Int16Array(wanted);
      let at = 0;
      for (const { firstSample, sampleCount } of spans) {
        const pcm = await read(track, firstSample, memory.subarray(at, at + sampleCount));
        at += pcm.length;
      }
      return memory.subarray(0, at);
    },
  };
}

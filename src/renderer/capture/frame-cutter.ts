import { createDownmix } from '../../shared/sound/downmix.ts';

/** Cuts what an audio thread gets, block by block, into frames of one length. */
export type FrameCutter = {
  /** One block of any number of channels, which become one without loss. No channel at all is silence. */
  push(channels: readonly Float32Array[], blockLength: number): void;
};

/** `onFrame` gets frames of `frameSamples` samples, and how many samples came before. */
export function createFrameCutter(
  frameSamples: number,
  onFrame: (firstSample: number, pcm: Int16Array<ArrayBuffer>) => void,
): FrameCutter {
  const downmix = createDownmix();
  let frame = new Int16Array(frameSamples);
  let filled = 0;
  let firstSample = 0;

  return {
    push(channels, blockLength) {
      const mono = downmix(channels);
      for (let at = 0; at < blockLength; at += 1) {
        frame[filled] = toInt16(mono[at] ?? 0);
        filled += 1;
        if (filled < frameSamples) continue;
        onFrame(firstSample, frame);
        firstSample += frameSamples;
        frame = new Int16Array(frameSamples);
        filled = 0;
      }
    },
  };
}

/** Full scale is 32,768 in both directions, as in decoders; the positive end is cut by one step. */
function toInt16(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
}

import { createHash } from 'node:crypto';
import type { TimedFrame } from './timeline.ts';

/** Reads samples of a track, mixed as they were sent. */
export type ReadSamples = (firstSample: number, count: number) => Promise<Int16Array>;

/** A stretch of a recording, samples. */
export type Stretch = { firstSample: number; sampleCount: number };

const unknownSha256 = '0'.repeat(64);

/**
 * Finds the audio of frames again by its hash: at the sample that the chunk's id names, or where the frame before
 * ended; a frame goes on across the pauses that were left out between the stretches that were `sent`. Where only its
 * place is known, that is trusted. What is not found is silence of the same size.
 */
export function createFrameAudio(
  read: ReadSamples | null,
  sent: readonly Stretch[] = [],
): {
  of(frame: TimedFrame): Promise<{ base64: string; isKept: boolean }>;
} {
  let next = 0;

  async function pcmOf(stretches: readonly Stretch[]): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for (const { firstSample, sampleCount } of stretches) {
      const pcm = await read?.(firstSample, sampleCount);
      if (pcm === undefined || pcm.length < sampleCount) return null;
      parts.push(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
    }
    return Buffer.concat(parts);
  }

  return {
    async of({ audioBytes, audioSha256, message, firstSample }) {
      const count = Math.floor(audioBytes / 2);
      const isUnknown = audioSha256 === unknownSha256;
      const named = /-(\d{1,15})$/.exec(typeof message.chunkId === 'string' ? message.chunkId : '')?.[1];
      const found = named === undefined ? [next] : [Number(named), next];
      const places = isUnknown ? (firstSample === null ? [] : [firstSample]) : found;
      for (const stretches of places.flatMap((first) => waysFrom(first, count, sent))) {
        const bytes = await pcmOf(stretches);
        if (bytes === null) continue;
        if (!isUnknown && createHash('sha256').update(bytes).digest('hex') !== audioSha256) continue;
        next = endOf(stretches);
        return { base64: bytes.toString('base64'), isKept: true };
      }
      return { base64: Buffer.alloc(audioBytes).toString('base64'), isKept: false };
    },
  };
}

const endOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((_end, { firstSample, sampleCount }) => firstSample + sampleCount, 0);

/** Where so many samples from there on may be: in one piece, or across the pauses. */
function waysFrom(first: number, count: number, sent: readonly Stretch[]): Stretch[][] {
  const inOnePiece = [{ firstSample: first, sampleCount: count }];
  const across: Stretch[] = [];
  let [at, left] = [first, count];
  for (const { firstSample, sampleCount } of sent) {
    const from = Math.max(at, firstSample);
    // A stretch stands here once for each target that it was sent to.
    const taken = Math.min(left, firstSample + sampleCount - from);
    if (taken <= 0) continue;
    across.push({ firstSample: from, sampleCount: taken });
    [at, left] = [from + taken, left - taken];
    if (left === 0) break;
  }
  return left > 0 ? [inOnePiece] : [inOnePiece, across];
}

import { createHash } from 'node:crypto';
import type { TimedFrame } from './timeline.ts';

/** Reads samples of a track, mixed as they were sent. */
export type ReadSamples = (firstSample: number, count: number) => Promise<Int16Array>;

const unknownSha256 = '0'.repeat(64);

/**
 * Finds the audio of frames again by its hash: at the sample that the chunk's id names, or where the frame before
 * ended. Where only its place is known, that is trusted. What is not found is silence of the same size.
 */
export function createKeptAudio(read: ReadSamples | null): {
  of(frame: TimedFrame): Promise<{ base64: string; isKept: boolean }>;
} {
  let next = 0;
  return {
    async of({ audioBytes, audioSha256, message, firstSample }) {
      const count = Math.floor(audioBytes / 2);
      const isUnknown = audioSha256 === unknownSha256;
      const named = /-(\d{1,15})$/.exec(typeof message.chunkId === 'string' ? message.chunkId : '')?.[1];
      const found = named === undefined ? [next] : [Number(named), next];
      const places = isUnknown ? (firstSample === null ? [] : [firstSample]) : found;
      for (const first of read === null ? [] : places) {
        const pcm = await read?.(first, count);
        if (pcm === undefined || pcm.length < count) continue;
        const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
        if (!isUnknown && createHash('sha256').update(bytes).digest('hex') !== audioSha256) continue;
        next = first + count;
        return { base64: bytes.toString('base64'), isKept: true };
      }
      return { base64: Buffer.alloc(audioBytes).toString('base64'), isKept: false };
    },
  };
}

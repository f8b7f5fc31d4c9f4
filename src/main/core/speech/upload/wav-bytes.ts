import { buildWavHeader } from '../../../../shared/sound/wav.ts';

/** A whole WAV file of 16 kHz mono PCM16. */
export function wavBytes(pcm: Int16Array): Buffer {
  return Buffer.concat([
    buildWavHeader(pcm.byteLength),
    Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength),
  ]);
}

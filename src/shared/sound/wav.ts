import { pcmFormat } from './audio.ts';

/** Length of the canonical RIFF header that every track starts with, bytes. */
export const wavHeaderBytes = 44;

// RIFF sizes are 32-bit. A longer track keeps this size, which players read as "to the end of the file".
const unknownSize = 0xffff_ffff;

/** The header of a 16 kHz mono PCM16 file that holds `dataBytes` of samples. */
export function buildWavHeader(dataBytes: number): Uint8Array<ArrayBuffer> {
  const { sampleRateHz, channels, bytesPerSample } = pcmFormat;
  const fits = dataBytes + wavHeaderBytes <= unknownSize;
  const header = new DataView(new ArrayBuffer(wavHeaderBytes));
  const tag = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) header.setUint8(at + i, text.charCodeAt(i));
  };
  tag(0, 'RIFF');
  header.setUint32(4, fits ? dataBytes + wavHeaderBytes - 8 : unknownSize, true);
  tag(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, sampleRateHz, true);
  header.setUint32(28, sampleRateHz * channels * bytesPerSample, true);
  header.setUint16(32, channels * bytesPerSample, true);
  header.setUint16(34, 8 * bytesPerSample, true);
  tag(36, 'data');
  header.setUint32(40, fits ? dataBytes : unknownSize, true);
  return new Uint8Array(header.buffer);
}

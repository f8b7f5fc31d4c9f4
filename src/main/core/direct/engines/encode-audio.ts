import type LibFlac from 'libflacjs';
import { createRequire } from 'node:module';
import { pcmFormat } from '../../../../shared/audio.ts';
import { wavBytes } from './wav-bytes.ts';

export type EncodedAudio = { bytes: Uint8Array<ArrayBuffer>; fileName: string; type: string };

/** 37 % of the WAV on a real meeting; higher levels take three times as long for one more percent. */
const compressionLevel = 5;
// The encoder's memory grows with what it is given at once, and never shrinks.
const blockSamples = 16_000;

/** FLAC without loss, or WAV where the encoder gives nothing. 25 s take about 25 ms. */
export async function encodeAudio(pcm: Int16Array): Promise<EncodedAudio> {
  const flac = encodeFlac(await loadFlac(), pcm);
  if (flac !== null) return { bytes: flac, fileName: 'segment.flac', type: 'audio/flac' };
  return { bytes: new Uint8Array(wavBytes(pcm)), fileName: 'segment.wav', type: 'audio/wav' };
}

function encodeFlac(flac: LibFlac.Flac, pcm: Int16Array): Uint8Array<ArrayBuffer> | null {
  const { sampleRateHz, channels, bytesPerSample } = pcmFormat;
  const encoder = flac.create_libflac_encoder(
    sampleRateHz,
    channels,
    bytesPerSample * 8,
    compressionLevel,
    pcm.length,
    false,
    0,
  );
  if (encoder === 0) return null;
  const parts: Uint8Array[] = [];
  try {
    const state = flac.init_encoder_stream(
      encoder,
      // The bytes lie in the encoder's own memory, which the next call uses again.
      (bytes) => void parts.push(bytes.slice()),
      () => undefined,
    );
    if (state !== 0) return null;
    let isTaken = true;
    for (let at = 0; at < pcm.length; at += blockSamples) {
      const block = Int32Array.from(pcm.subarray(at, at + blockSamples));
      isTaken &&= flac.FLAC__stream_encoder_process_interleaved(encoder, block, block.length);
    }
    const isDone = flac.FLAC__stream_encoder_finish(encoder);
    return isTaken && isDone ? new Uint8Array(Buffer.concat(parts)) : null;
  } finally {
    flac.FLAC__stream_encoder_delete(encoder);
  }
}

let loaded: Promise<LibFlac.Flac> | null = null;

/** Loaded with the first segment: 390 kB of script. The WebAssembly build does not load in Node, which has a fetch. */
function loadFlac(): Promise<LibFlac.Flac> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<LibFlac.Flac> {
  const flac = createRequire(import.meta.url)('libflacjs/dist/libflac.min.js') as LibFlac.Flac;
  // Its memory is filled a moment after the script ran.
  if (!flac.isReady()) await new Promise<void>((resolve) => flac.on('ready', () => resolve()));
  return flac;
}

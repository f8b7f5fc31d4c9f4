import type LibFlac from 'libflacjs';
import { createRequire } from 'node:module';
import { pcmFormat } from '../../../../shared/sound/audio.ts';
import { wavBytes } from './wav-bytes.ts';

/** `bytes` are good until the next segment is encoded: they are to be used at once. */
export type EncodedAudio = { bytes: Uint8Array; fileName: string; type: string };

/** 37 % of the WAV on a real meeting; higher levels take three times as long for one more percent. */
const compressionLevel = 5;
// The encoder's memory grows with what it is given at once, and never shrinks.
const blockSamples = 16_000;
// Both are for all calls, none of which is interrupted: what is made anew for each is cleared away late.
const block = new Int32Array(blockSamples);
let encoded = new Uint8Array();

/**
 * Loads the encoder with the first segment and answers what encodes: FLAC without loss, or WAV where that gives
 * nothing. 25 s take about 25 ms.
 */
export async function loadEncoder(): Promise<(pcm: Int16Array) => EncodedAudio> {
  const flac = await loadFlac();
  return (pcm) => {
    const bytes = encodeFlac(flac, pcm);
    if (bytes !== null) return { bytes, fileName: 'segment.flac', type: 'audio/flac' };
    return { bytes: wavBytes(pcm), fileName: 'segment.wav', type: 'audio/wav' };
  };
}

function encodeFlac(flac: LibFlac.Flac, pcm: Int16Array): Uint8Array | null {
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
  let length = 0;
  const add = (bytes: Uint8Array): void => {
    if (encoded.length < length + bytes.length) {
      const longer = new Uint8Array(2 * (length + bytes.length));
      longer.set(encoded.subarray(0, length));
      encoded = longer;
    }
    encoded.set(bytes, length);
    length += bytes.length;
  };
  try {
    const state = flac.init_encoder_stream(encoder, add, () => undefined);
    if (state !== 0) return null;
    let isTaken = true;
    for (let at = 0; at < pcm.length; at += blockSamples) {
      const samples = pcm.subarray(at, at + blockSamples);
      block.set(samples);
      isTaken &&= flac.FLAC__stream_encoder_process_interleaved(
        encoder,
        block.subarray(0, samples.length),
        samples.length,
      );
    }
    const isDone = flac.FLAC__stream_encoder_finish(encoder);
    return isTaken && isDone ? encoded.subarray(0, length) : null;
  } finally {
    flac.FLAC__stream_encoder_delete(encoder);
  }
}

let loaded: Promise<LibFlac.Flac> | null = null;

/** 390 kB of script. The WebAssembly build does not load in Node, which has a fetch. */
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

import { pcmFormat, secToSamples } from '../../../shared/sound/audio.ts';
import { stat } from 'node:fs/promises';
import { openAll } from '../lifecycle/lifecycle.ts';
import { mixTracks } from './mix.ts';
import { openTrackReader } from './track-reader.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/sound/wav.ts';

const blockSamples = secToSamples(10);

/**
 * The tracks of a session as one WAV file, as long as the longest of them, block by block.
 * @throws AppError `storage-failed`
 */
export async function* readMixedWav(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const dataBytes = Math.max(0, ...sizes.map((size) => size - wavHeaderBytes));
  const samples = Math.floor(dataBytes / pcmFormat.bytesPerSample);
  yield buildWavHeader(samples * pcmFormat.bytesPerSample);
  const readers = await openAll(paths, openTrackReader, (reader) => reader.close());
  try {
    for (let first = 0; first < samples; first += blockSamples) {
      const count = Math.min(blockSamples, samples - first);
      const parts = await Promise.all(readers.map((reader) => reader.read(first, count)));
      const pcm = mixTracks(parts, count);
      yield Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}

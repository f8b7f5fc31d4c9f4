import { stat } from 'node:fs/promises';
import { pcmFormat, secToSamples } from '../../../shared/sound/audio.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/sound/wav.ts';
import { openAll } from '../lifecycle/lifecycle.ts';
import { mixTracks } from './mix.ts';
import { openTrackReader } from './track-reader.ts';

/** Audio as a WAV file that is never whole in memory. */
export type KeptAudio = {
  bytes: number;
  /** The bytes from `from` up to `until`, block by block; files are open only while somebody reads. */
  read(from: number, until: number): AsyncGenerator<Uint8Array>;
};

const blockSamples = secToSamples(2);
const { bytesPerSample } = pcmFormat;

/**
 * One track, or several mixed, as long as the longest of them. What is added later to a track that still grows is left out.
 * @throws the file system's error where a file is not there
 */
export async function openKeptAudio(paths: readonly string[]): Promise<KeptAudio> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const dataBytes = Math.max(0, ...sizes.map((size) => size - wavHeaderBytes));
  const samples = Math.floor(dataBytes / bytesPerSample);
  const header = buildWavHeader(samples * bytesPerSample);
  const bytes = header.byteLength + samples * bytesPerSample;

  async function* read(from: number, until: number): AsyncGenerator<Uint8Array> {
    if (from < header.byteLength) yield header.subarray(from, Math.min(until, header.byteLength));
    let at = Math.max(from, header.byteLength);
    if (at >= until) return;
    const readers = await openAll(paths, openTrackReader, (reader) => reader.close());
    try {
      while (at < until) {
        const first = Math.floor((at - header.byteLength) / bytesPerSample);
        const count = Math.min(blockSamples, samples - first);
        const parts = await Promise.all(readers.map((reader) => reader.read(first, count)));
        const pcm = mixTracks(parts, count);
        const block = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
        const blockStart = header.byteLength + first * bytesPerSample;
        const wanted = block.subarray(at - blockStart, Math.min(block.byteLength, until - blockStart));
        if (wanted.byteLength === 0) return;
        yield wanted;
        at += wanted.byteLength;
      }
    } finally {
      await Promise.all(readers.map((reader) => reader.close()));
    }
  }

  return { bytes, read };
}

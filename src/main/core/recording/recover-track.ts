import { open } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/sound/audio.ts';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/sound/wav.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * Brings the header of a track that was cut off in line with what is in the file. Samples are never touched;
 * half a sample at the end is cut off. Answers how many samples there are.
 * @throws AppError `storage-failed`
 */
export async function recoverTrack(path: string): Promise<number> {
  try {
    const file = await open(path, 'r+');
    try {
      const { size } = await file.stat();
      const samples = Math.max(0, Math.floor((size - wavHeaderBytes) / pcmFormat.bytesPerSample));
      const dataBytes = samples * pcmFormat.bytesPerSample;
      if (size > wavHeaderBytes + dataBytes) await file.truncate(wavHeaderBytes + dataBytes);
      await file.write(buildWavHeader(dataBytes), 0, wavHeaderBytes, 0);
      await file.datasync();
      return samples;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new AppError('storage-failed', sentence('recording.not-recovered', { path, why: saidBy(cause) }), {
      cause,
    });
  }
}

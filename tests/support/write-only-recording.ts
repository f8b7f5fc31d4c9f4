import type { Recording } from '../../src/main/core/ports/ports.ts';

/** A recording of one track that hands on what is appended and keeps only the count. */
export function createWriteOnlyRecording(onAppend: (pcm: Int16Array) => void): Recording {
  let samples = 0;
  return {
    append(_source, pcm) {
      samples += pcm.length;
      onAppend(pcm);
      return Promise.resolve();
    },
    samples: () => samples,
    read: () => Promise.reject(new Error('nobody reads it back')),
    readTrack: () => Promise.reject(new Error('nobody reads it back')),
    close: () => Promise.resolve(),
  };
}

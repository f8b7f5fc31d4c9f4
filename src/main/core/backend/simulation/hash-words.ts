import { createHash } from 'node:crypto';
import type { SpeechEngine } from '../../ports/ports.ts';

const words = [
  'alpha',
  'bravo',
  'charlie',
  'delta',
  'echo',
  'foxtrot',
  'golf',
  'hotel',
  'india',
  'juliet',
  'kilo',
  'lima',
  'mike',
  'november',
  'oscar',
  'papa',
] as const;

/**
 * Stands in for a recogniser where there is none: the text tells which samples were transcribed, `seg` and eight digits
 * of their hash, then words that differ between any two stretches of audio.
 */
export function createHashWords(): SpeechEngine {
  return {
    name: 'hash-words',
    transcribe(pcm) {
      const hash = createHash('sha256')
        .update(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength))
        .digest('hex');
      const spoken = Array.from(hash.slice(8, 16), (digit) => words[Number.parseInt(digit, 16)]);
      return Promise.resolve({ text: `seg ${hash.slice(0, 8)} ${spoken.join(' ')}`, confidence: 0.85 });
    },
  };
}

import { createHash, randomBytes } from 'node:crypto';
import type { Part } from '../collectors/part.ts';

/** Values made up for one bundle, planted in a copy of each source: none of them may come out. */
export type Canaries = {
  seed: string;
  /** Those of one part. */
  of(part: Pick<Part, 'id'>): string[];
};

export function createCanaries(seed = randomBytes(16).toString('hex')): Canaries {
  return {
    seed,
    of: ({ id }) =>
      shapes
        .filter((shape) => !(spoken.has(id) && shape === 'name'))
        .map((shape) => valueOf(seed, id, shape)),
  };
}

/** Their values again, for somebody who looks into a bundle. */
export function canariesOf(seed: string, parts: readonly Pick<Part, 'id'>[]): string[] {
  return parts.flatMap((part) => createCanaries(seed).of(part));
}

// A key that a service would give, a name as people have it, and a key that follows no rule.
const shapes = ['key', 'name', 'unmarked'] as const;
// What was asked for is what people said, names included.
const spoken: ReadonlySet<string> = new Set(['transcripts']);

function valueOf(seed: string, id: string, shape: (typeof shapes)[number]): string {
  const hash = createHash('sha256').update(`${seed} ${id} ${shape}`).digest();
  switch (shape) {
    case 'key':
      return `gsk_${hash.toString('base64url').replaceAll(/[-_]/g, '7').slice(0, 40)}`;
    case 'name':
      // Letters alone, as a name has them, and none that is one.
      return `Zqx${[...hash.subarray(0, 12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;
    case 'unmarked':
      return [...hash.subarray(0, 24)]
        .map((byte) => 'abcdefghkmnpqrstuvwxyz2345678ABCDEFGHK'[byte % 38] ?? 'a')
        .join('');
  }
}

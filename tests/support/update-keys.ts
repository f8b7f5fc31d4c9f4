import { generateKeyPairSync } from 'node:crypto';
import { signFeed, type Feed } from '../../src/main/electron/updates/feed-signature.ts';

export type UpdateKeys = {
  /** As it is built into the app. */
  publicKey: string;
  /** A feed with its signature, released when nothing else is said of it on a day in 2026. */
  signed<T extends Feed>(feed: T, name?: string): T & { releaseDate: string; signature: string };
};

/** A packager's pair of keys. */
export function makeUpdateKeys(): UpdateKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    signed(feed, name = 'latest-linux.yml') {
      const dated = { releaseDate: '2026-05-01T12:00:00.000Z', ...feed };
      return { ...dated, signature: signFeed(dated, name, privateKey) };
    },
  };
}

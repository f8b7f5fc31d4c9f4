import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/**
 * What a feed (`latest*.yml`) says, as electron-updater reads it. The app takes it only with a signature of the key that
 * was built into it: TLS and the server vouch for nothing.
 */
export type Feed = Readonly<Record<string, unknown>>;

/** The feed that an app looks at, by electron-updater's rule; a feed of another system is another feed. */
export function feedNameOf(platform: NodeJS.Platform, arch: string): string {
  if (platform === 'linux') return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
  return platform === 'darwin' ? 'latest-mac.yml' : 'latest.yml';
}

/** A signature over the name of a feed and everything in it, files and their hashes too. */
export function signFeed(feed: Feed, name: string, privateKey: KeyObject): string {
  return sign(null, signedBytes(feed, name), privateKey).toString('base64');
}

/**
 * Why a feed must not be followed, or `null`. `publicKey` is base64 of a DER (SPKI); `newestMs` is when the newest feed
 * that was ever taken was released.
 */
export function problemOfFeed(
  feed: Feed,
  { name, publicKey, newestMs }: { name: string; publicKey: string; newestMs: number | null },
): string | null {
  if (typeof feed.signature !== 'string') return 'it is not signed';
  const signature = Buffer.from(feed.signature, 'base64');
  if (!verify(null, signedBytes(feed, name), keyOf(publicKey), signature))
    return `its signature is not one of this app's key over ${name}`;
  const releasedMs = releasedMsOf(feed);
  if (releasedMs === null) return 'it does not say when it was released';
  // Whoever can put an old feed there would hold the app at an old version, its known faults included.
  if (newestMs !== null && releasedMs < newestMs) return 'it is older than one that was there before';
  return null;
}

/** When a feed was released, ms since 1970. */
export function releasedMsOf({ releaseDate }: Feed): number | null {
  const ms = typeof releaseDate === 'string' ? Date.parse(releaseDate) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** @throws Error for what is no Ed25519 key */
export function keyOf(publicKey: string): KeyObject {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key of updates is no Ed25519 key');
  return key;
}

function signedBytes({ signature: _signature, ...rest }: Feed, name: string): Buffer {
  return Buffer.from(`scrumbot-desktop update\n${name}\n${JSON.stringify(sorted(rest))}`);
}

/** The same text for the same content, in whatever order it is written down. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, each]) => [key, sorted(each)]);
}

import { secretVariables } from '../../../../shared/settings/secrets.ts';
import { say } from '../../../../shared/words/all-words.ts';
import type { Secrets } from '../../ports/ports.ts';

/** An engine's address: the key that goes with it, and what named it. */
export type EngineAddress = {
  /** Name of the key. */
  name: 'groq' | 'openai-compatible';
  url: string;
  /** Who chose it: the program itself, a variable of the environment, or the settings. */
  from: 'program' | 'environment' | 'settings';
};

// Keys that an older version kept were for it alone.
const groqOrigin = 'https://api.groq.com';

const placeOf = (name: string): string => `origin:${name}`;
const originOf = (url: string): string => new URL(url).origin;

/**
 * Keeps a key for this address and no other. Without an address it is bound to the first that it is used for.
 * @throws AppError as the place of secrets does
 */
export async function keepKey(
  secrets: Secrets,
  key: { name: string; value: string },
  url: string | null,
): Promise<void> {
  // The address last: a key that was cut off from its own belongs to none yet, never to another's.
  await secrets.clear(placeOf(key.name));
  await secrets.set(key.name, key.value);
  if (url !== null) await secrets.set(placeOf(key.name), originOf(url));
}

export async function forgetKey(secrets: Secrets, name: string): Promise<void> {
  await secrets.clear(name);
  await secrets.clear(placeOf(name));
}

/**
 * Why the key that is there may not go to this address; `null` when it may, or there is none. A key of the environment
 * goes to what the same environment names, or to where the program goes by itself; whatever else is bound to the
 * address that it was entered for, or first used for.
 */
export async function keyProblem(address: EngineAddress, secrets: Secrets): Promise<string | null> {
  const { name, url, from } = address;
  const { set, kept } = await secrets.describe(name);
  if (!set) return null;
  const isOfEnvironment = kept === 'environment';
  if (isOfEnvironment && from !== 'settings') return null;
  const origin = originOf(url);
  const bound = (await secrets.get(placeOf(name))) ?? (name === 'groq' ? groqOrigin : null);
  if (bound === null || bound === origin) return null;
  const places = { bound, now: origin, variable: secretVariables[name] };
  return say(isOfEnvironment ? 'engine.key-of-environment' : 'engine.key-of-other', places);
}

/** Remembers where a key that is bound to no address is used. Called before its first request. */
export async function bindKey({ name, url, from }: EngineAddress, secrets: Secrets): Promise<void> {
  const { set, kept } = await secrets.describe(name);
  if (!set || (kept === 'environment' && from !== 'settings')) return;
  if (name !== 'groq' && (await secrets.get(placeOf(name))) === null)
    await secrets.set(placeOf(name), originOf(url));
}

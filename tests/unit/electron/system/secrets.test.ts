import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSecrets, type KeyStore } from '../../../../src/main/electron/system/secrets.ts';
import type { Secrets } from '../../../../src/main/core/ports/ports.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const key = 'gsk_0123456789abcdef';
const reversed = (text: string): string => Array.from(text).reverse().join('');

/** What a system's store does, without a system: it is open, locked, or only a text file in disguise. */
function keyStore(state: 'open' | 'locked' | 'basic_text' = 'open'): KeyStore {
  const refuse = (): Promise<never> => Promise.reject(new Error('The keyring is locked'));
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(state !== 'locked'),
    encryptStringAsync: (text) =>
      state === 'locked' ? refuse() : Promise.resolve(Buffer.from(reversed(text))),
    decryptStringAsync: (bytes) =>
      state === 'locked'
        ? refuse()
        : Promise.resolve({ result: reversed(bytes.toString()), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => (state === 'basic_text' ? 'basic_text' : 'gnome_libsecret'),
  };
}

async function setUp(
  store: KeyStore = keyStore(),
  environment: NodeJS.ProcessEnv = {},
): Promise<{ path: string; open: (store?: KeyStore) => Secrets; secrets: Secrets }> {
  const path = join(await makeTemporaryFolder(), 'secrets.encrypted.json');
  const variables = { groq: 'GROQ_API_KEY' };
  const open = (other = store): Secrets =>
    createSecrets({ path, platform: 'linux', environment, variables, keyStore: other });
  return { path, open, secrets: open() };
}

describe("a secret in the system's key store", () => {
  test('is there again at the next start, and not readable on disk', async () => {
    const { secrets, open, path } = await setUp();
    await secrets.set('groq', key);
    expect(await open().get('groq')).toBe(key);
    expect(await open().describe('groq')).toEqual({ set: true, lastFour: 'cdef', kept: 'stored' });
    expect(await readFile(path, 'utf8')).not.toContain('gsk_');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is gone once it is cleared', async () => {
    const { secrets, open } = await setUp();
    await secrets.set('groq', key);
    await secrets.clear('groq');
    expect(await open().get('groq')).toBeNull();
    expect(await secrets.describe('groq')).toEqual({ set: false, lastFour: null, kept: 'stored' });
  });

  test('gives nothing of itself away when it is short', async () => {
    const { secrets } = await setUp();
    await secrets.set('groq', 'short');
    expect(await secrets.describe('groq')).toEqual({ set: true, lastFour: null, kept: 'stored' });
  });

  test('does not get lost when two are set at the same time', async () => {
    const { secrets, open } = await setUp();
    await Promise.all([secrets.set('groq', key), secrets.set('other', 'another-long-key')]);
    expect([await open().get('groq'), await open().get('other')]).toEqual([key, 'another-long-key']);
  });

  test('is said to be there, and how to get it, while the store is locked', async () => {
    const { secrets, open } = await setUp();
    await secrets.set('groq', key);
    const locked = open(keyStore('locked'));
    expect(await locked.describe('groq')).toEqual({ set: true, lastFour: null, kept: 'stored' });
    await expect(locked.get('groq')).rejects.toThrow(/Unlock the store/);
  });
});

describe.each(['basic_text', 'locked'] as const)('a secret where the store is %s', (state) => {
  test('is kept for this run only, and says so', async () => {
    const { secrets, open, path } = await setUp(keyStore(state));
    expect(await secrets.describe('groq')).toEqual({ set: false, lastFour: null, kept: 'this-run' });
    await secrets.set('groq', key);
    expect(await secrets.get('groq')).toBe(key);
    expect(await secrets.describe('groq')).toEqual({ set: true, lastFour: 'cdef', kept: 'this-run' });
    await expect(stat(path)).rejects.toThrow('ENOENT');
    expect(await open().get('groq')).toBeNull();
  });

  test('does not come back as an older one that was stored', async () => {
    const { secrets, open } = await setUp();
    await secrets.set('groq', 'an-older-key-of-mine');
    await open(keyStore(state)).set('groq', key);
    expect(await open().get('groq')).toBeNull();
  });
});

describe('a secret in the environment', () => {
  test('wins over what is stored', async () => {
    const { secrets, path } = await setUp(keyStore(), { GROQ_API_KEY: 'gsk_from_environment' });
    await secrets.set('groq', key);
    expect(await secrets.get('groq')).toBe('gsk_from_environment');
    expect(await secrets.describe('groq')).toEqual({ set: true, lastFour: 'ment', kept: 'environment' });
    expect(await readFile(path, 'utf8')).not.toContain('environment');
  });
});

test('a damaged file costs the keys in it, not the app', async () => {
  const { secrets, path } = await setUp();
  await writeFile(path, '{"groq": 5');
  expect(await secrets.get('groq')).toBeNull();
  await secrets.set('groq', key);
  expect(await secrets.get('groq')).toBe(key);
});

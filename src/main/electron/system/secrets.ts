import type { SafeStorage } from 'electron';
import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppError, saidBy } from '../../../shared/errors.ts';
import type { Secrets, SecretState } from '../../core/ports/ports.ts';
import { checkSecret } from '../../core/settings/settings.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** The part of Electron's safeStorage that keeps secrets. */
export type KeyStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

const fileSchema = z.record(z.string(), z.base64());

/**
 * Secrets encrypted with the key that the system's own store keeps (Keychain, DPAPI, Secret Service, KWallet).
 * Where there is no such store, or it is locked, they are kept for this run only. Environment variables win.
 */
export function createSecrets(options: {
  path: string;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** The variable that may hold a secret. */
  variables: Readonly<Record<string, string>>;
  keyStore: KeyStore;
}): Secrets {
  const { path, platform, environment, variables, keyStore } = options;
  const thisRun = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();

  /** Changes run one after another: two of them must not overwrite each other's file. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run, run);
    last = turn.catch(() => undefined);
    return turn;
  }

  // "basic_text" is a fixed password in Chromium's source: whoever has the file has the secret.
  async function canStore(): Promise<boolean> {
    if (platform === 'linux' && keyStore.getSelectedStorageBackend() === 'basic_text') return false;
    return keyStore.isAsyncEncryptionAvailable().catch(() => false);
  }

  function fromEnvironment(name: string): string | null {
    const variable = variables[name] ?? '';
    const value = (environment[variable] ?? '').trim();
    return value === '' ? null : checkSecret(value, variable);
  }

  async function decrypt(name: string, stored: string): Promise<string> {
    try {
      const { result } = await keyStore.decryptStringAsync(Buffer.from(stored, 'base64'));
      return result;
    } catch (cause) {
      throw new AppError('storage-failed', sentence('setting.store-locked', { name }), { cause });
    }
  }

  async function write(change: (all: Record<string, string>) => Record<string, string>): Promise<void> {
    const all = change(await readAll(path));
    try {
      await writeFileAtomic(path, `${JSON.stringify(all)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new AppError('storage-failed', sentence('file.unwritable', { path, why: saidBy(cause) }), {
        cause,
      });
    }
  }

  const without = (all: Record<string, string>, name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(all).filter(([other]) => other !== name));

  async function get(name: string): Promise<string | null> {
    const here = fromEnvironment(name) ?? thisRun.get(name) ?? null;
    if (here !== null) return here;
    const stored = (await readAll(path))[name];
    return stored === undefined ? null : decrypt(name, stored);
  }

  return {
    get,
    set: (name, given) =>
      inTurn(async () => {
        const value = checkSecret(given);
        const encrypted = (await canStore())
          ? await keyStore.encryptStringAsync(value).catch(() => null)
          : null;
        if (encrypted === null) {
          thisRun.set(name, value);
          // An older one that is stored would come back at the next start.
          if (name in (await readAll(path))) await write((all) => without(all, name));
          return;
        }
        await write((all) => ({ ...all, [name]: encrypted.toString('base64') }));
        thisRun.delete(name);
      }),
    clear: (name) =>
      inTurn(async () => {
        thisRun.delete(name);
        if (name in (await readAll(path))) await write((all) => without(all, name));
      }),
    async describe(name): Promise<SecretState> {
      const given = fromEnvironment(name);
      if (given !== null) return { set: true, lastFour: lastFourOf(given), kept: 'environment' };
      const forNow = thisRun.get(name);
      if (forNow !== undefined) return { set: true, lastFour: lastFourOf(forNow), kept: 'this-run' };
      const stored = (await readAll(path))[name];
      if (stored === undefined)
        return { set: false, lastFour: null, kept: (await canStore()) ? 'stored' : 'this-run' };
      const value = await decrypt(name, stored).catch(() => null);
      return { set: true, lastFour: value === null ? null : lastFourOf(value), kept: 'stored' };
    },
  };
}

// Of a short secret the last four characters would be too much.
const shortestShown = 12;

function lastFourOf(value: string): string | null {
  return value.length < shortestShown ? null : value.slice(-4);
}

async function readAll(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw new AppError('storage-failed', sentence('file.unreadable', { path, why: saidBy(cause) }), {
      cause,
    });
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    // Nobody can read what is in it any more; entering the keys again fixes it.
    return {};
  }
}

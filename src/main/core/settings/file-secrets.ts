import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { secretVariables } from '../../../shared/settings/secrets.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import type { Secrets } from '../ports/ports.ts';
import { checkSecret } from './check-secret.ts';
import { sentence } from '../../../shared/words/all-words.ts';

const variables: Readonly<Record<string, string>> = secretVariables;

const fileSchema = z.record(z.string(), z.string());
// Four characters of a shorter one would be too much of it.
const shortestShown = 12;
const privateMode = 0o600;

/**
 * Secrets where there is no key store: a variable of the environment, or else a file that this user alone may read.
 * A file that others may read is made private before it is used.
 */
export function createFileSecrets(
  path: string,
  environment: Environment,
  /** Hears of everything in the file whenever it is read. */
  onRead: (stored: Readonly<Record<string, string>>) => void = () => undefined,
): Secrets {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run, run);
    last = turn.catch(() => undefined);
    return turn;
  }

  const fromEnvironment = (name: string): string | null => {
    const variable = variables[name] ?? '';
    const value = (environment[variable] ?? '').trim();
    return value === '' ? null : checkSecret(value, variable);
  };

  async function change(edit: (stored: Record<string, string>) => void): Promise<void> {
    const stored = await read(path);
    edit(stored);
    await write(path, stored);
  }

  const fromFile = (name: string): Promise<string | null> =>
    inTurn(async () => {
      const stored = await read(path);
      onRead(stored);
      return Object.hasOwn(stored, name) ? (stored[name] ?? null) : null;
    });

  return {
    get: async (name) => fromEnvironment(name) ?? (await fromFile(name)),
    async set(name, value) {
      const secret = checkSecret(value);
      await inTurn(() => change((stored) => void (stored[name] = secret)));
    },
    clear: (name) =>
      inTurn(() =>
        change((stored) => {
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record by name
          delete stored[name];
        }),
      ),
    async describe(name) {
      const given = fromEnvironment(name);
      const value = given ?? (await fromFile(name));
      return {
        set: value !== null,
        lastFour: value !== null && value.length >= shortestShown ? value.slice(-4) : null,
        kept: given === null ? 'file' : 'environment',
      };
    },
  };
}

async function read(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(path, privateMode);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw unusable(path, messageOf(cause));
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    // The reason would repeat what is in the file.
    throw unusable(path, "it can't be read as a list of keys; delete it and enter the keys again");
  }
}

async function write(path: string, stored: Record<string, string>): Promise<void> {
  try {
    if (Object.keys(stored).length === 0) {
      await rm(path, { force: true });
      return;
    }
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(stored, null, 2)}\n`, { mode: privateMode });
  } catch (cause) {
    throw unusable(path, messageOf(cause));
  }
}

function unusable(path: string, why: string): AppError {
  return new AppError('storage-failed', sentence('setting.keys-unusable', { path, why }));
}

import type { Decrypter, Encrypter } from 'age-encryption';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * Encrypts a file to a recipient (`age1…`), in its place.
 * @throws AppError `bad-input` for what is no recipient
 */
export async function sealFile(path: string, recipient: string, signal: AbortSignal): Promise<void> {
  const encrypter = await encrypterFor(recipient);
  const sealed = `${path}.sealed`;
  try {
    await copyThrough(path, sealed, (plain) => encrypter.encrypt(plain), signal);
    await rename(sealed, path);
  } finally {
    await rm(sealed, { force: true });
  }
}

/** @throws AppError `bad-input` */
export async function encrypterFor(recipient: string): Promise<Encrypter> {
  const { Encrypter } = await loadAge();
  try {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient.trim());
    return encrypter;
  } catch (cause) {
    throw new AppError('bad-input', sentence('bundle.no-recipient'), { cause });
  }
}

/**
 * Decrypts a sealed file with an identity, a text with a line `AGE-SECRET-KEY-1…`.
 * @throws AppError `bad-input` when it is not sealed, or for somebody else
 */
export async function openSealedFile(options: {
  path: string;
  identity: string;
  out: string;
  signal: AbortSignal;
}): Promise<number> {
  const { path, identity, out, signal } = options;
  const key = /AGE-SECRET-KEY-[A-Z0-9-]+/i.exec(identity)?.[0];
  if (key === undefined) throw new AppError('bad-input', sentence('bundle.no-identity'));
  const part = `${out}.part`;
  const { Decrypter } = await loadAge();
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(key);
    await copyThrough(path, part, (sealed) => decrypter.decrypt(sealed), signal);
    await rename(part, out);
    return (await stat(out)).size;
  } catch (cause) {
    if (cause instanceof AppError || signal.aborted) throw cause;
    throw new AppError('bad-input', sentence('bundle.wrong-identity', { path, why: saidBy(cause) }), {
      cause,
    });
  } finally {
    await rm(part, { force: true });
  }
}

// Sixty modules of cryptography, which every start of the program would load.
const loadAge = () => import('age-encryption');

// The library's type of a stream is the browser's, Node's is another name for the same.
type Bytes = Parameters<Decrypter['decrypt']>[0] & { pipeTo(to: unknown, options: object): Promise<void> };

async function copyThrough(
  from: string,
  to: string,
  change: (bytes: Bytes) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Readable.toWeb(createReadStream(from)) as Bytes;
  const changed = (await change(bytes)) as Bytes;
  await changed.pipeTo(
    Writable.toWeb(createWriteStream(to, { flags: 'wx', mode: 0o600 })) as WritableStream<Uint8Array>,
    { signal },
  );
}

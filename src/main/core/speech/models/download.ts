import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { AppError, messageOf, saidBy } from '../../../../shared/errors.ts';
import { sendRequest, whyOfFailure, type Network } from '../../network/network.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** A file to be had, and what must be true of it. */
export type Wanted = { url: string; path: string; bytes: number; sha256: string };

export type DownloadOptions = {
  network: Network;
  signal: AbortSignal;
  /** Bytes that are on disk. */
  onProgress: (bytes: number) => void;
};

/** What came of a download that was stopped; the next one goes on from there. */
export const partOf = (path: string): string => `${path}.part`;

// A disk that is full to the last byte keeps the app itself from working.
const spareBytes = 100 * 1024 * 1024;
// A connection that gives nothing for so long is dead.
const stallMs = 60_000;
const mostRedirects = 5;

/**
 * Fetches a file: on from what is there, onto a disk that has room for it, checked by size and hash, and in its place only
 * when it is whole.
 * @throws AppError `unreachable`, `storage-failed`, `engine-failed` for a file that is another one; the signal's reason
 */
export async function download(wanted: Wanted, options: DownloadOptions): Promise<void> {
  const part = partOf(wanted.path);
  await mkdir(dirname(wanted.path), { recursive: true, mode: 0o700 }).catch(refuseStorage(wanted.path));
  let have = await sizeOf(part);
  if (have > wanted.bytes) {
    await rm(part, { force: true });
    have = 0;
  }
  await requireRoom(wanted, have);
  if (have < wanted.bytes) await fetchRest(wanted, have, options);
  options.signal.throwIfAborted();
  const [bytes, sha256] = [await sizeOf(part), await hashOf(part, options.signal)];
  if (bytes !== wanted.bytes || sha256 !== wanted.sha256) {
    await rm(part, { force: true });
    throw new AppError(
      'engine-failed',
      sentence('speech.wrong-download', { url: wanted.url, bytes, sha256: sha256.slice(0, 12) }),
    );
  }
  await rename(part, wanted.path).catch(refuseStorage(wanted.path));
}

async function requireRoom({ path, bytes }: Wanted, have: number): Promise<void> {
  const disk = await statfs(dirname(path)).catch(() => null);
  if (disk === null || disk.blocks === 0) return;
  const [free, needed] = [disk.bavail * disk.bsize, bytes - have + spareBytes];
  if (free >= needed) return;
  const mb = (count: number): string => `${Math.ceil(count / 1e6)} MB`;
  throw new AppError(
    'storage-failed',
    sentence('speech.no-room', { needed: mb(needed), path: dirname(path), free: mb(free) }),
  );
}

async function fetchRest(wanted: Wanted, have: number, options: DownloadOptions): Promise<void> {
  const { signal, onProgress } = options;
  const part = partOf(wanted.path);
  const { message, url } = await follow(wanted.url, have, options);
  const isResumed = message.statusCode === 206 && startOf(message.headers['content-range']) === have;
  if (!isResumed && message.statusCode !== 200) {
    message.destroy();
    throw new AppError(
      'unreachable',
      sentence('speech.mirror-refuses', {
        host: new URL(url).host,
        status: message.statusCode ?? 0,
        url: wanted.url,
      }),
    );
  }
  // A server that knows no ranges sends all of it again.
  let stored = isResumed ? have : 0;
  const file = await open(part, isResumed ? 'r+' : 'w', 0o600).catch(refuseStorage(part));
  message.setTimeout(stallMs, () => message.destroy(new Error(`nothing came for ${stallMs / 1_000} s`)));
  try {
    onProgress(stored);
    for await (const chunk of message as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      if (stored + chunk.length > wanted.bytes)
        throw new AppError('engine-failed', sentence('speech.mirror-too-large', { url: wanted.url }));
      await file.write(chunk, 0, chunk.length, stored).catch(refuseStorage(part));
      stored += chunk.length;
      onProgress(stored);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : brokenOff(wanted.url, error);
  } finally {
    message.destroy();
    await file.close();
  }
  if (stored < wanted.bytes) throw brokenOff(wanted.url, new Error('it ended early'));
}

function brokenOff(url: string, cause: unknown): AppError {
  return new AppError(
    'unreachable',
    sentence('speech.download-stopped', { host: new URL(url).host, why: saidBy(cause) }),
    { cause },
  );
}

/** The answer behind redirects, none of which may leave encryption. */
async function follow(
  start: string,
  have: number,
  { network, signal }: DownloadOptions,
): Promise<{ message: IncomingMessage; url: string }> {
  let url = start;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const message = await ask(url, { have, network, signal });
    const { location } = message.headers;
    const status = message.statusCode ?? 0;
    if (status < 300 || status >= 400 || location === undefined) return { message, url };
    message.destroy();
    const next = new URL(location, url);
    if (next.protocol !== 'https:' && next.protocol !== new URL(url).protocol)
      throw new AppError('unreachable', sentence('speech.redirect-unencrypted', { host: new URL(url).host }));
    url = next.href;
  }
  throw new AppError('unreachable', sentence('speech.redirect-loop', { host: new URL(start).host }));
}

async function ask(
  url: string,
  { have, network, signal }: { have: number; network: Network; signal: AbortSignal },
): Promise<IncomingMessage> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stallMs);
  try {
    return await sendRequest(await network.routeTo(url), new URL(url), {
      method: 'GET',
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: AbortSignal.any([signal, stall.signal]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new AppError(
      'unreachable',
      sentence('speech.mirror-unreachable', {
        host: new URL(url).host,
        why: whyUnreachable(cause, stall.signal),
      }),
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

function whyUnreachable(cause: unknown, stall: AbortSignal): string | Sentence {
  if (stall.aborted) return sentence('end.why-no-answer');
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return cause instanceof AppError
    ? saidBy(cause)
    : (whyOfFailure(code, messageOf(cause)) ?? messageOf(cause));
}

const startOf = (range: string | undefined): number | null => {
  const match = /^bytes (\d+)-/.exec(range ?? '');
  return match === null ? null : Number(match[1]);
};

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function refuseStorage(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new AppError('storage-failed', sentence('speech.model-unwritable', { path, why: saidBy(cause) }), {
      cause,
    });
  };
}

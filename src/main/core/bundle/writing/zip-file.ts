import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A zip that is written as a stream to a file that only its owner may read. */
export type ZipWriter = {
  /** Bytes that are in the file by now; what is being packed is not yet among them. */
  written(): number;
  /** One entry, written by `fill`. Answers its size and hash. */
  add(
    name: string,
    fill: (write: (block: string | Buffer) => Promise<void>) => Promise<void>,
  ): Promise<ZipEntry>;
  /** An entry as it lies on the disk. */
  addFile(name: string, path: string, mostBytes: number): Promise<ZipEntry>;
  close(): Promise<void>;
  /** Ends it without an end; the file is deleted. */
  discard(): Promise<void>;
};
export type ZipEntry = { bytes: number; sha256: string };

const entryOptions = { mode: 0o100600, compress: true } as const;

/**
 * `title`: what people call the file, which gets its name when it is whole.
 * @throws AppError `storage-failed`, here and from each call, when the file cannot be written
 */
export async function createZipWriter(path: string, title: string): Promise<ZipWriter> {
  const zip = new ZipFile();
  // Whatever is in the file is on the disk before its name is there.
  const sink = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  let failure: unknown = null;
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => undefined);
  const onError = (error: unknown): void => {
    failure ??= error;
    failing.reject(unwritable(title, error));
  };
  sink.on('error', onError);
  zip.on('error', onError);
  await once(sink, 'open').catch((cause: unknown) => {
    throw unwritable(title, cause);
  });
  zip.outputStream.pipe(sink);
  const fail = (): void => {
    if (failure !== null) throw unwritable(title, failure);
  };

  async function add(name: string, fill: Parameters<ZipWriter['add']>[1]): Promise<ZipEntry> {
    const entry = new PassThrough();
    const hash = createHash('sha256');
    let bytes = 0;
    zip.addReadStream(entry, name, { ...entryOptions, mtime: new Date() });
    await fill(async (piece) => {
      const block = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      hash.update(block);
      bytes += block.length;
      fail();
      if (!entry.write(block)) await Promise.race([once(entry, 'drain'), failing.promise]);
      fail();
    });
    entry.end();
    return { bytes, sha256: hash.digest('hex') };
  }

  return {
    written: () => sink.bytesWritten,
    add,
    addFile: (name, filePath, mostBytes) =>
      add(name, async (write) => {
        for await (const block of createReadStream(filePath, { end: Math.max(0, mostBytes - 1) }))
          await write(block as Buffer);
      }),
    async close() {
      try {
        zip.end();
        await Promise.race([finished(sink), failing.promise]);
        fail();
      } catch (cause) {
        throw cause instanceof AppError ? cause : unwritable(title, cause);
      }
    },
    async discard() {
      zip.outputStream.unpipe(sink);
      sink.destroy();
      await rm(path, { force: true });
    },
  };
}

export function unwritable(path: string, cause: unknown): AppError {
  return new AppError('storage-failed', sentence('bundle.unwritable', { path, why: saidBy(cause) }), {
    cause,
  });
}

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { sentence, type Sentence, toldBy } from '../../../../shared/words/all-words.ts';

export type ReadEntry = { name: string; bytes: number; sha256: string; text: string | null };

const mostEntries = 600;
const mostEntryBytes = 2 * 1024 ** 3;
const mostAllBytes = 6 * 1024 ** 3;
// Text packs a hundredfold at most; what packs more is made to fill a disk.
const mostRatio = 400;
const smallBytes = 10_000_000;
// Ours that are kept whole are a few MB; a table of a month has ten.
const longestKept = 64 * 1024 ** 2;

/** A zip of somebody, whose list of files is a bundle's. Nothing of it is unpacked to the disk but what is saved. */
export type OpenZip = {
  entries: readonly { name: string; bytes: number }[];
  /**
   * Reads one of its files to its end; `look` hears its text in blocks, and may be waited for.
   * @throws AppError `bad-input` when it is not what the list says
   */
  read(name: string, look: ZipLook | null): Promise<ReadEntry>;
  /**
   * Writes one of its files to a new one.
   * @throws AppError `bad-input`
   */
  save(name: string, path: string): Promise<void>;
  close(): void;
};
export type ZipLook = {
  push(text: string): Promise<void> | void;
  /** Whether the whole text is kept; then it must not be long. */
  keep: boolean;
};

/** @throws AppError `bad-input`, saying what is wrong with it */
export async function openZip(path: string): Promise<OpenZip> {
  await refuseSealed(path);
  const zip = await openPromise(path, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
    strictFileNames: true,
  }).catch((cause: unknown) => {
    throw refused(path, sentence('zip.unreadable', { why: messageOf(cause) }), cause);
  });
  try {
    const entries = await listEntries(path, zip);
    const entryOf = (name: string): Entry => {
      const entry = entries.get(name);
      if (entry === undefined) throw refused(path, sentence('zip.lacks', { name }));
      return entry;
    };
    return {
      entries: [...entries.values()].map((entry) => ({
        name: entry.fileName,
        bytes: entry.uncompressedSize,
      })),
      async read(name, look) {
        const entry = entryOf(name);
        if (look?.keep === true && entry.uncompressedSize > longestKept)
          throw refused(path, sentence('zip.large-file', { name, bytes: entry.uncompressedSize }));
        return readEntry(zip, entry, look).catch((cause: unknown) => {
          throw refused(path, messageOf(cause), cause);
        });
      },
      async save(name, to) {
        try {
          const stream = await zip.openReadStreamPromise(entryOf(name));
          await pipeline(stream, createWriteStream(to, { flags: 'wx', mode: 0o600 }));
        } catch (cause) {
          throw cause instanceof AppError ? cause : refused(path, messageOf(cause), cause);
        }
      },
      close: () => zip.close(),
    };
  } catch (cause) {
    zip.close();
    throw cause instanceof AppError ? cause : refused(path, messageOf(cause), cause);
  }
}

/**
 * Reads every entry of a zip, one after another; `look` gets the text of each in blocks.
 * @throws AppError `bad-input`, saying what is wrong with it
 */
export async function readZip(path: string, look: (name: string) => ZipLook | null): Promise<ReadEntry[]> {
  const zip = await openZip(path);
  try {
    const read: ReadEntry[] = [];
    for (const { name } of zip.entries) read.push(await zip.read(name, look(name)));
    return read;
  } finally {
    zip.close();
  }
}

async function listEntries(path: string, zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostEntries)
    throw refused(path, sentence('zip.many-files', { files: zip.entryCount }));
  const entries = new Map<string, Entry>();
  let left = mostAllBytes;
  for await (const entry of zip.eachEntry()) {
    refuseEntry(path, entry, new Set(entries.keys()));
    entries.set(entry.fileName, entry);
    left -= entry.uncompressedSize;
    if (left < 0) throw refused(path, sentence('zip.large'));
  }
  return entries;
}

function refuseEntry(path: string, entry: Entry, names: ReadonlySet<string>): void {
  const { fileName, uncompressedSize, compressedSize } = entry;
  const shown = JSON.stringify(fileName.slice(0, 60));
  if (names.has(fileName)) throw refused(path, sentence('zip.same-name', { name: shown }));
  if (!/^[\w-]{1,60}(?:\/[\w-]{1,60})?\.[a-z]{2,5}$/.test(fileName))
    throw refused(path, sentence('zip.odd-name', { name: shown }));
  // The upper half holds the mode of the file under Unix.
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (kind !== 0 && kind !== 0o100000) throw refused(path, sentence('zip.not-plain', { name: shown }));
  if ((entry.generalPurposeBitFlag & 1) !== 0)
    throw refused(path, sentence('zip.encrypted', { name: shown }));
  if (uncompressedSize > mostEntryBytes)
    throw refused(path, sentence('zip.large-file', { name: shown, bytes: uncompressedSize }));
  if (uncompressedSize > smallBytes && uncompressedSize / Math.max(1, compressedSize) > mostRatio)
    throw refused(
      path,
      sentence('zip.bomb', {
        name: shown,
        times: Math.round(uncompressedSize / Math.max(1, compressedSize)),
      }),
    );
}

async function readEntry(zip: ZipFile, entry: Entry, look: ZipLook | null): Promise<ReadEntry> {
  const stream = await zip.openReadStreamPromise(entry);
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8');
  const kept: string[] = [];
  let bytes = 0;
  for await (const block of stream) {
    const piece = block as Buffer;
    hash.update(piece);
    bytes += piece.length;
    if (look === null) continue;
    const text = decoder.decode(piece, { stream: true });
    const waited = look.push(text);
    if (waited !== undefined) await waited;
    if (look.keep) kept.push(text);
  }
  return {
    name: entry.fileName,
    bytes,
    sha256: hash.digest('hex'),
    text: look?.keep === true ? kept.join('') : null,
  };
}

const sealedStart = 'age-encryption.org/';

async function refuseSealed(path: string): Promise<void> {
  const file = await openFile(path, 'r').catch((cause: unknown) => {
    throw refused(path, messageOf(cause), cause);
  });
  try {
    const start = Buffer.alloc(64);
    await file.read(start, 0, start.length, 0);
    if (start.toString('latin1').startsWith(sealedStart))
      throw new AppError('bad-input', sentence('bundle.sealed', { path }), {
        action: { do: 'open-sealed', file: path },
      });
  } catch (cause) {
    throw cause instanceof AppError ? cause : refused(path, messageOf(cause), cause);
  } finally {
    await file.close();
  }
}

export function refused(path: string, why: string | Sentence, cause?: unknown): AppError {
  return new AppError('bad-input', sentence('bundle.not-opened', { path, why: toldBy(why).said }), { cause });
}

import { stat, type FileHandle } from 'node:fs/promises';

/**
 * What became of an open file under its name: `null` while all is well. Other programs delete, replace and shorten
 * files, and whoever has one open does not hear of it.
 */
export async function whatBecameOf(
  file: FileHandle,
  path: string,
  leastBytes: number,
): Promise<'deleted' | 'replaced' | 'cut short' | null> {
  const ours = await file.stat({ bigint: true });
  if (ours.size < BigInt(leastBytes)) return 'cut short';
  try {
    const there = await stat(path, { bigint: true });
    return there.ino === ours.ino && there.dev === ours.dev ? null : 'replaced';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'deleted';
    throw error;
  }
}

const blockBytes = 1 << 20;

/** Copies what there is of a file, up to `bytes`; answers how many there were. */
export async function copyOpenFile(from: FileHandle, to: FileHandle, bytes: number): Promise<number> {
  const block = Buffer.alloc(blockBytes);
  let copied = 0;
  while (copied < bytes) {
    const { bytesRead } = await from.read(block, 0, Math.min(block.length, bytes - copied), copied);
    if (bytesRead === 0) break;
    for (let written = 0; written < bytesRead;) {
      const result = await to.write(block, written, bytesRead - written, copied + written);
      written += result.bytesWritten;
    }
    copied += bytesRead;
  }
  return copied;
}

import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary file that is written from start to end, then read; nobody else can open it. */
export type TemporaryFile = {
  append(bytes: Uint8Array): void;
  /** Each part is valid until the next is asked for. */
  parts(partBytes: number): IterableIterator<Uint8Array>;
  close(): void;
};

export function openTemporaryFile(): TemporaryFile {
  const path = join(tmpdir(), `scrumbot-${randomUUID()}.tmp`);
  const descriptor = openSync(path, 'wx+', 0o600);
  // Gone by name at once, so that a process that is killed leaves nothing behind. Windows allows that at the close.
  const isNamed = process.platform === 'win32';
  if (!isNamed) rmSync(path);

  return {
    append: (bytes) => void writeSync(descriptor, bytes),
    *parts(partBytes) {
      const part = new Uint8Array(partBytes);
      let position = 0;
      for (;;) {
        const count = readSync(descriptor, part, 0, partBytes, position);
        if (count === 0) return;
        position += count;
        yield part.subarray(0, count);
      }
    },
    close() {
      closeSync(descriptor);
      if (isNamed) rmSync(path, { force: true });
    },
  };
}

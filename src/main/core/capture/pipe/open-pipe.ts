import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { AppError } from '../../../../shared/errors.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';
import { bytesOfPath } from '../files/file-path.ts';
import { cannotOpen } from '../files/wav-reader.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// By this name on every system: what comes in may be a pipe or a socket, which cannot be opened by name.
export const standardInput = '/dev/stdin';
const lookEveryMs = 100;

/**
 * What comes in through standard input, or through a named pipe once somebody writes into it. No thread is blocked
 * meanwhile, so that Stop and Ctrl-C need not wait for the other side.
 * @throws AppError `bad-input`, `interrupted` when `signal` fires
 */
export async function openPipe(
  path: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Readable> {
  if (path === standardInput) return openStandardInput();
  const fd = openNow(path);
  try {
    for (;;) {
      const first = firstByte(fd);
      if (first !== null) {
        const socket = new Socket({ fd, readable: true, writable: false });
        if (first.length > 0) socket.unshift(first);
        return socket;
      }
      await sleep(clock, lookEveryMs, signal);
      if (signal.aborted) throw new AppError('interrupted', sentence('capture.pipe-empty', { path }));
    }
  } catch (error) {
    closeSync(fd);
    throw error instanceof AppError ? error : cannotOpen(path, error);
  }
}

function openStandardInput(): Readable {
  if (!process.stdin.isTTY) return process.stdin;
  throw new AppError('bad-input', sentence('capture.stdin-is-terminal'), {
    action: { do: 'record-pipe' },
  });
}

function openNow(path: string): number {
  try {
    return openSync(bytesOfPath(path), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** `null` while nobody has it open to write; nothing when somebody has and has not written. */
function firstByte(fd: number): Buffer | null {
  const byte = Buffer.alloc(1);
  try {
    return readSync(fd, byte, 0, 1, null) === 1 ? byte : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return Buffer.alloc(0);
    throw error;
  }
}

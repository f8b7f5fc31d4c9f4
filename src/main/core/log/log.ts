/**
 * The log of this process: typed fields only, private ones left out.
 * Needs a folder and a level.
 * Owns the files under logs/.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { multistream, pino, stdSerializers, stdTimeFunctions, type Logger, type StreamEntry } from 'pino';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { createMask, type Mask } from '../secrecy/secrecy.ts';
import { privatePaths, withoutUrlSecrets } from './private-fields.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type { Logger };

const fileSize = '5M';
const fileCount = 5;

/**
 * A log of one JSON object a line, in files that take 25 MB at most together (`scrumbot.log`, the older ones
 * `scrumbot.1.log` and so on). Without a folder it goes to `alsoTo` alone, which is then stderr by default.
 * @throws AppError `storage-failed` when the folder cannot be written
 */
export async function createLogger(options: {
  folder: string | null;
  level: string;
  alsoTo?: Writable;
  /** Takes known secrets out of every line. */
  mask?: Mask;
}): Promise<{ log: Logger; close: () => Promise<void> }> {
  const { folder, level, mask = createMask() } = options;
  const file = folder === null ? null : await openLogFile(folder);
  const terminal = options.alsoTo ?? (file === null ? process.stderr : null);
  const streams: StreamEntry[] = [file, terminal].flatMap((stream) => (stream === null ? [] : [{ stream }]));

  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: stdSerializers.errWithCause },
      redact: { paths: privatePaths, censor: '[private]' },
      hooks: { streamWrite: (line) => mask.hide(withoutUrlSecrets(line)) },
    },
    // The logger's own level decides; without this each stream would drop what is below `info`.
    multistream(streams.map((entry) => ({ ...entry, level: 'trace' }))),
  );

  return {
    log,
    async close() {
      if (file === null || file.destroyed) return;
      file.end();
      await finished(file);
    },
  };
}

async function openLogFile(folder: string): Promise<RotatingFileStream> {
  try {
    // The folder above is there, unless somebody logs elsewhere. Node's recursive way never ends in places like /proc.
    const recursive = !existsSync(dirname(folder));
    if (recursive || !existsSync(folder)) await mkdir(folder, { recursive, mode: 0o700 });
    const file = createStream(fileName, { path: folder, size: fileSize, rotate: fileCount - 1, mode: 0o600 });
    await once(file, 'open');
    // A full disk must not end a recording: the log goes on where it can, and says so once on the terminal.
    file.once('error', (error) =>
      process.stderr.write(`The log in ${folder} has stopped: ${error.message}\n`),
    );
    file.on('error', () => undefined);
    return file;
  } catch (cause) {
    throw new AppError(
      'storage-failed',
      sentence('host.log-unusable', { path: folder, why: saidBy(cause) }),
      { cause },
    );
  }
}

function fileName(index: number | Date | null): string {
  return index === null ? 'scrumbot.log' : `scrumbot.${String(index)}.log`;
}

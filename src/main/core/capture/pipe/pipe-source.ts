import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secToSamples } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { RawSound } from '../../../../shared/sound/raw-sound.ts';
import type { AudioSource } from '../../ports/ports.ts';
import { convertedStream, mayHoldSound, requireFfmpeg } from '../files/converted-source.ts';
import type { NamedFile } from '../files/file-path.ts';
import {
  framesOfReader,
  openFileSource,
  samplesAtOurRate,
  type FileOptions,
  type ReadOptions,
} from '../files/file-source.ts';
import { frameSecAt, pacedFrames } from '../files/paced-frames.ts';
import { cannotOpen } from '../files/wav-reader.ts';
import { incomingBytes, type IncomingBytes } from './incoming-bytes.ts';
import { openPipe, standardInput } from './open-pipe.ts';
import { openPipeReader, type PipeReader } from './pipe-reader.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

export type PipeOptions = FileOptions & {
  /** What comes, where no header tells. */
  raw: RawSound | undefined;
  /** Gives up waiting for what is to come. */
  signal: AbortSignal;
};

// A sound card whose clock is fast must not be held up until its program drops sound: 2 % is more than any is off.
const slack = 1.02;
// As long as nothing but zeros is taken for silence.
const stalledMs = 10_000;

/**
 * Sound as it comes through a pipe, from its first sample on: WAV of any length, samples of a form that is told, and
 * through ffmpeg what it can read from front to back.
 * @throws AppError `not-found`, `bad-input`, `interrupted`
 */
export async function openPipeSource(path: string, options: PipeOptions): Promise<AudioSource> {
  const named = { name: path === standardInput ? 'Standard input' : path, isStream: true };
  const bytes = incomingBytes(await openPipe(path, options));
  const giveUp = (): void => bytes.stop();
  options.signal.addEventListener('abort', giveUp, { once: true });
  try {
    return pipeSource(await openPipeReader(bytes, named, options.raw), { bytes, named, options });
  } catch (error) {
    if (mayHoldSound(error)) return await openOther(bytes, named, { ...options, refusal: error });
    throw error;
  } finally {
    options.signal.removeEventListener('abort', giveUp);
  }
}

type Piped = { bytes: IncomingBytes; named: NamedFile; options: FileOptions };

function base({ bytes, named }: Pick<Piped, 'bytes' | 'named'>) {
  return {
    source: 'system',
    description: named.name,
    expectedSamples: null,
    isPipe: true,
    close: () => bytes.close(),
  } as const satisfies Partial<AudioSource>;
}

function pipeSource(reader: PipeReader, { bytes, named, options }: Piped): AudioSource {
  return {
    ...base({ bytes, named }),
    expectedSamples: reader.samples === Infinity ? null : samplesAtOurRate(reader),
    async *frames(signal, onChange) {
      const stop = (): void => bytes.stop();
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      const endWatch = watchFor(bytes, named, { ...options, onChange });
      try {
        yield* framesOfReader(reader, { ...options, speed: paceOf(options), named, onChange }, signal);
        const how = signal.aborted ? null : reader.brokenEnd();
        if (how !== null) throw brokenOff(named, how);
      } finally {
        endWatch();
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

function paceOf({ speed }: FileOptions): number | 'max' {
  return speed === 'max' ? speed : speed * slack;
}

function brokenOff({ name }: NamedFile, how: string): AppError {
  return new AppError('bad-input', sentence('capture.pipe-broke', { name, how }));
}

/** Tells when nothing comes for long; a pipe has no device that could be asked. */
function watchFor(
  bytes: IncomingBytes,
  { name }: NamedFile,
  { clock, onChange = () => undefined }: Pick<ReadOptions, 'clock' | 'onChange'>,
): () => void {
  let cancel = (): void => undefined;
  let isTold = false;

  function tell(): void {
    isTold = true;
    onChange({
      type: 'stalled',
      reason: say('capture.stalled', { name, sec: stalledMs / 1_000 }),
      fields: { from: name },
    });
  }

  const end = bytes.onWaiting((isWaiting) => {
    cancel();
    cancel = () => undefined;
    if (isWaiting) {
      cancel = clock.after(stalledMs, tell);
    } else if (isTold) {
      isTold = false;
      onChange({ type: 'resumed', reason: say('capture.resumed', { name }), fields: { from: name } });
    }
  });
  return () => {
    cancel();
    end();
  };
}

// Parts of an MP4 or QuickTime file, whose index may stand at its end.
const needsAll = /^(ftyp|moov|mdat|free|wide|skip|pnot)$/;

/** What is no WAV stream goes through ffmpeg: as it comes, or once it is there where its end is needed first. */
async function openOther(
  bytes: IncomingBytes,
  named: NamedFile,
  options: PipeOptions & { refusal: AppError },
): Promise<AudioSource> {
  try {
    const ffmpeg = await requireFfmpeg(options);
    const start = await bytes.peek(8);
    if (needsAll.test(start.toString('latin1', 4, 8))) return await openWhole(bytes, named, options);
    return {
      ...base({ bytes, named }),
      async *frames(signal, onChange) {
        const endWatch = watchFor(bytes, named, { ...options, onChange });
        const blockSamples = secToSamples(frameSecAt(options.speed));
        try {
          const blocks = convertedStream(ffmpeg, (most) => bytes.takeSome(most), {
            blockSamples,
            signal,
            named,
          });
          yield* pacedFrames(blocks, { ...options, speed: paceOf(options) }, signal);
        } finally {
          endWatch();
          bytes.close();
        }
      },
    };
  } catch (error) {
    bytes.close();
    throw error;
  }
}

async function openWhole(bytes: IncomingBytes, named: NamedFile, options: PipeOptions): Promise<AudioSource> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-pipe-'));
  const path = join(folder, 'sound');
  const onDone = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await using file = await open(path, 'wx', 0o600);
    for (;;) {
      const some = await bytes.takeSome(2 ** 20);
      if (some.length === 0) break;
      await file.writeFile(some);
    }
    const problem = bytes.problem();
    if (problem !== null) throw brokenOff(named, problem.message);
    return { ...(await openFileSource(path, options, { named, onDone })), isPipe: true };
  } catch (error) {
    await onDone();
    throw error instanceof AppError ? error : cannotOpen(named.name, error);
  }
}

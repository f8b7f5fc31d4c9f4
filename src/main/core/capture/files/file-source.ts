import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pcmFormat, samplesToSec, secToSamples, type Frame } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { sleep, type Environment } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock, SourceChange } from '../../ports/ports.ts';
import { mayHoldSound, openConverted, type ConvertedFile } from './converted-source.ts';
import { bytesOfPath, type NamedFile } from './file-path.ts';
import { createResampler } from './resampler.ts';
import { cannotOpen, openWavReader, type WavReader } from './wav-reader.ts';

// 50 ms at real time keeps meters and words lively; 100 ms halves the work where speed is what counts.
const liveFrameSec = 0.05;
const fastFrameSec = 0.1;
// By this name on every system: what comes in may be a pipe or a socket, which cannot be opened by name.
const standardInput = '/dev/stdin';

/**
 * A sound file in the part of `system`, WAV by itself and other kinds by ffmpeg: at real time, at `speed` times that, or as fast as it is taken (`max`). A pipe is
 * read to its end first.
 * @throws AppError `not-found`, `bad-input`
 */
export async function openFileSource(
  path: string,
  options: { speed: number | 'max'; clock: Clock; environment: Environment },
): Promise<AudioSource> {
  const { readable, named, remove } = await wholeFile(path);
  const description = named.isStream ? named.name : basename(bytesOfPath(path).toString());
  try {
    const opened = await openWavOrOther(readable, named, options.environment);
    const base = { source: 'system', description, close: () => void remove() } as const;
    if ('converted' in opened) {
      const { converted } = opened;
      return {
        ...base,
        expectedSamples: converted.expectedSamples,
        frames: (signal) => convertedFrames(converted, { ...options, remove }, signal),
      };
    }
    return {
      ...base,
      expectedSamples: opened.expectedSamples,
      frames: (signal, onChange) => readFrames(readable, { ...options, named, onChange, remove }, signal),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openWavOrOther(
  readable: string,
  named: NamedFile,
  environment: Environment,
): Promise<{ expectedSamples: number } | { converted: ConvertedFile }> {
  try {
    const probe = await openWavReader(readable, named);
    await probe.close();
    return { expectedSamples: Math.round((probe.samples * pcmFormat.sampleRateHz) / probe.sampleRateHz) };
  } catch (error) {
    // A name whose bytes are no text cannot be handed to a program.
    if (!mayHoldSound(error) || typeof bytesOfPath(readable) !== 'string') throw error;
    return { converted: await openConverted(resolve(readable), named, { refusal: error, environment }) };
  }
}

/** What comes through a pipe can be read only once, and its header says nothing of its length. */
async function wholeFile(
  path: string,
): Promise<{ readable: string; named: NamedFile; remove: () => Promise<void> }> {
  if (path !== standardInput) {
    const found = await stat(bytesOfPath(path)).catch((cause: unknown) => {
      throw cannotOpen(path, cause);
    });
    if (!found.isFIFO())
      return { readable: path, named: { name: path, isStream: false }, remove: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-pipe-'));
  const readable = join(folder, 'sound');
  const named = { name: path === standardInput ? 'Standard input' : path, isStream: true };
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const coming = path === standardInput ? process.stdin : createReadStream(bytesOfPath(path));
    await pipeline(coming, createWriteStream(readable, { mode: 0o600 }));
    return { readable, named, remove };
  } catch (cause) {
    await remove();
    throw cannotOpen(named.name, cause);
  }
}

type ReadOptions = {
  named: NamedFile;
  speed: number | 'max';
  clock: Clock;
  onChange: ((change: SourceChange) => void) | undefined;
  remove: () => Promise<void>;
};

async function* convertedFrames(
  file: ConvertedFile,
  { speed, clock, remove }: Pick<ReadOptions, 'speed' | 'clock' | 'remove'>,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const startedMs = clock.monotonicMs();
  let firstSample = 0;
  try {
    for await (const pcm of file.blocks(
      secToSamples(speed === 'max' ? fastFrameSec : liveFrameSec),
      signal,
    )) {
      if (speed !== 'max') {
        const dueMs = startedMs + (samplesToSec(firstSample + pcm.length) * 1000) / speed;
        await sleep(clock, dueMs - clock.monotonicMs(), signal);
      }
      if (signal.aborted) return;
      yield { firstSample, pcm };
      firstSample += pcm.length;
    }
  } finally {
    await remove();
  }
}

async function* readFrames(path: string, options: ReadOptions, signal: AbortSignal): AsyncGenerator<Frame> {
  const { speed, clock, named } = options;
  const frameSec = speed === 'max' ? fastFrameSec : liveFrameSec;
  const startedMs = clock.monotonicMs();
  const reader = await openWavReader(path, named);
  let firstSample = 0;
  try {
    for await (const pcm of readPcm(reader, frameSec)) {
      if (speed !== 'max') {
        // A frame is there when its last sample is; measured from the start, so that no delay adds up.
        const dueMs = startedMs + (samplesToSec(firstSample + pcm.length) * 1000) / speed;
        await sleep(clock, dueMs - clock.monotonicMs(), signal);
      }
      if (signal.aborted) return;
      yield { firstSample, pcm };
      firstSample += pcm.length;
    }
    tellScale(reader, options.onChange);
    const missingSec = reader.missingSamples() / reader.sampleRateHz;
    const leftOutSamples = secToSamples(missingSec);
    if (leftOutSamples === 0) return;
    yield { firstSample, pcm: new Int16Array(0), gap: { reason: 'file-short', leftOutSamples } };
    throw new AppError(
      'bad-input',
      `${basename(named.name)} holds ${formatSec(missingSec)} less than it promises: it was cut off while it was written, copied or read. What it holds is kept. Copy or export it again.`,
    );
  } finally {
    await reader.close();
    await options.remove();
  }
}

function tellScale(reader: WavReader, onChange: ReadOptions['onChange']): void {
  const byDb = reader.scaledDb();
  if (byDb === 0) return;
  onChange?.({
    type: 'scaled',
    reason: `The file goes beyond full scale and was made ${byDb.toFixed(1)} dB quieter, so that nothing of it is clipped.`,
    fields: { byDb: Math.round(byDb * 10) / 10 },
  });
}

function formatSec(sec: number): string {
  return sec < 60 ? `${sec.toFixed(1)} s` : `${Math.floor(sec / 60)} min ${Math.round(sec % 60)} s`;
}

async function* readPcm(reader: WavReader, frameSec: number): AsyncGenerator<Int16Array> {
  const blockSamples = Math.max(1, Math.round(reader.sampleRateHz * frameSec));
  if (reader.isMonoInt16 && reader.sampleRateHz === pcmFormat.sampleRateHz) {
    for (;;) {
      const pcm = await reader.readInt16(blockSamples);
      if (pcm.length === 0) return;
      yield pcm;
    }
  }
  const resampler = await createResampler(reader.sampleRateHz);
  try {
    for (;;) {
      const block = await reader.readFloat(blockSamples);
      if (block.length === 0) break;
      const pcm = resampler.push(block);
      if (pcm.length > 0) yield pcm;
    }
    const rest = resampler.flush();
    if (rest.length > 0) yield rest;
  } finally {
    resampler.close();
  }
}

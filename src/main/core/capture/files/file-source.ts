import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { pcmFormat, secToSamples, type Frame } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Environment } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock, SourceChange } from '../../ports/ports.ts';
import { mayHoldSound, openConverted, type ConvertedFile } from './converted-source.ts';
import { bytesOfPath, type NamedFile } from './file-path.ts';
import { pacedFrames, frameSecAt } from './paced-frames.ts';
import { createResampler } from './resampler.ts';
import { cannotOpen, openWavReader, type SoundReader } from './wav-reader.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

export type FileOptions = { speed: number | 'max'; clock: Clock; environment: Environment };

/**
 * A sound file in the part of `system`, WAV by itself and other kinds by ffmpeg: at real time, at `speed` times that, or
 * as fast as it is taken (`max`). `named` where people know it by another name; `onDone` when it is needed no longer.
 * @throws AppError `not-found`, `bad-input`
 */
export async function openFileSource(
  path: string,
  options: FileOptions,
  { named = { name: path, isStream: false }, onDone = () => Promise.resolve() }: OtherFile = {},
): Promise<AudioSource> {
  const description = named.isStream ? named.name : basename(bytesOfPath(path).toString());
  const opened = await openWavOrOther(path, named, options.environment);
  const base = { source: 'system', description, close: () => void onDone() } as const;
  if ('converted' in opened) {
    const { converted } = opened;
    return {
      ...base,
      expectedSamples: converted.expectedSamples,
      async *frames(signal) {
        try {
          yield* pacedFrames(
            converted.blocks(secToSamples(frameSecAt(options.speed)), signal),
            options,
            signal,
          );
        } finally {
          await onDone();
        }
      },
    };
  }
  return {
    ...base,
    expectedSamples: opened.expectedSamples,
    async *frames(signal, onChange) {
      try {
        yield* framesOfReader(await openWavReader(path, named), { ...options, named, onChange }, signal);
      } finally {
        await onDone();
      }
    },
  };
}

/** A file that stands for something else. */
export type OtherFile = { named?: NamedFile; onDone?: () => Promise<void> };

/** Whether what lies at a path comes through a pipe. @throws AppError `not-found`, `bad-input` */
export async function isPipe(path: string): Promise<boolean> {
  const found = await stat(bytesOfPath(path)).catch((cause: unknown) => {
    throw cannotOpen(path, cause);
  });
  return found.isFIFO();
}

async function openWavOrOther(
  readable: string,
  named: NamedFile,
  environment: Environment,
): Promise<{ expectedSamples: number } | { converted: ConvertedFile }> {
  try {
    const probe = await openWavReader(readable, named);
    await probe.close();
    return { expectedSamples: samplesAtOurRate(probe) };
  } catch (error) {
    // A name whose bytes are no text cannot be handed to a program.
    if (!mayHoldSound(error) || typeof bytesOfPath(readable) !== 'string') throw error;
    return { converted: await openConverted(resolve(readable), named, { refusal: error, environment }) };
  }
}

export function samplesAtOurRate({ samples, sampleRateHz }: SoundReader): number {
  return Math.round((samples * pcmFormat.sampleRateHz) / sampleRateHz);
}

export type ReadOptions = {
  named: NamedFile;
  speed: number | 'max';
  clock: Clock;
  onChange: ((change: SourceChange) => void) | undefined;
};

/** All that a reader gives, in time. It is closed in every case. @throws AppError `bad-input` at a short end */
export async function* framesOfReader(
  reader: SoundReader,
  options: ReadOptions,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const { named } = options;
  let firstSample = 0;
  try {
    for await (const frame of pacedFrames(readPcm(reader, frameSecAt(options.speed)), options, signal)) {
      yield frame;
      firstSample = frame.firstSample + frame.pcm.length;
    }
    tellScale(reader, options.onChange);
    if (signal.aborted) return;
    const missingSec = reader.missingSamples() / reader.sampleRateHz;
    const leftOutSamples = secToSamples(missingSec);
    if (leftOutSamples === 0) return;
    yield { firstSample, pcm: new Int16Array(0), gap: { reason: 'file-short', leftOutSamples } };
    const short = named.isStream
      ? sentence('capture.stream-short', { name: named.name, sec: missingSec })
      : sentence('capture.file-short', { name: basename(named.name), sec: missingSec });
    throw new AppError('bad-input', short);
  } finally {
    await reader.close();
  }
}

function tellScale(reader: SoundReader, onChange: ReadOptions['onChange']): void {
  const byDb = reader.scaledDb();
  if (byDb === 0) return;
  onChange?.({
    type: 'scaled',
    reason: say('capture.scaled', { db: byDb }),
    fields: { byDb: Math.round(byDb * 10) / 10 },
  });
}

async function* readPcm(reader: SoundReader, frameSec: number): AsyncGenerator<Int16Array> {
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

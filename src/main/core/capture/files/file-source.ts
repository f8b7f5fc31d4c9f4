import { basename } from 'node:path';
import { pcmFormat, samplesToSec, type Frame } from '../../../../shared/sound/audio.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock } from '../../ports/ports.ts';
import { createResampler } from './resampler.ts';
import { openWavReader, type WavReader } from './wav-reader.ts';

// 50 ms at real time keeps meters and words lively; 100 ms halves the work where speed is what counts.
const liveFrameSec = 0.05;
const fastFrameSec = 0.1;

/**
 * A WAV file in the part of `system`: at real time, at `speed` times that, or as fast as it is taken (`max`).
 * @throws AppError `not-found`, `bad-input`
 */
export async function openFileSource(
  path: string,
  options: { speed: number | 'max'; clock: Clock },
): Promise<AudioSource> {
  const probe = await openWavReader(path);
  await probe.close();
  const expectedSamples = Math.round((probe.samples * pcmFormat.sampleRateHz) / probe.sampleRateHz);
  return {
    source: 'system',
    description: basename(path),
    expectedSamples,
    frames: (signal) => readFrames(path, options, signal),
  };
}

async function* readFrames(
  path: string,
  options: { speed: number | 'max'; clock: Clock },
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const { speed, clock } = options;
  const frameSec = speed === 'max' ? fastFrameSec : liveFrameSec;
  const startedMs = clock.monotonicMs();
  const reader = await openWavReader(path);
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
  } finally {
    await reader.close();
  }
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

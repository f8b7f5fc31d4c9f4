import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { openWavReader } from '../../src/main/core/capture/files/wav-reader.ts';
import { localParts } from '../support/local-parts.ts';
import { findEngine } from '../../src/main/core/speech/engines/find-engine.ts';
import { wordErrorRate } from '../../src/main/core/speech/measure-engine.ts';
import { createSpeechDetector } from '../../src/main/core/speech/detector/speech-detector.ts';
import { createChunkCutter, type CutChunk } from '../../src/main/core/stream/outbox/chunk-cutter.ts';
import { trafficGoal } from './traffic-goal.ts';
import { frameBytes } from '../../src/shared/protocol/frame-bytes.ts';
import { samplesToSec, secToSamples, speechWindowSamples } from '../../src/shared/sound/audio.ts';
import { audioChunk } from '../../src/shared/protocol/client-messages.ts';
import { bytesOf } from '../support/wav.ts';
import type { Bench, Figure } from './bench.ts';

type Report = (figure: Figure) => void;

// Kept beside the checkout: the recording of a meeting, and what is said in it.
const recordingUrl = new URL('../../../shared/data/audio/sprint-planning.wav', import.meta.url);
const wordsUrl = new URL('../../../shared/data/audio/sprint-planning.txt', import.meta.url);
const marginSec = 0.3;

/** What is saved by leaving silence out of a real meeting, and whether its words are still there. */
export const speechBench: Bench = {
  name: 'speech',
  title: 'Leaving silence out (a recorded meeting, permessage-deflate without a socket)',
  async run(report) {
    if (!existsSync(recordingUrl)) {
      report({ figure: 'skipped: ../shared/data/audio/sprint-planning.wav is absent', value: 0, unit: '' });
      return;
    }
    const pcm = await readRecording();
    const speech = await findSpeech(pcm, report);
    measureTraffic(pcm, speech, report);
    await compareWords(pcm, speech, report);
  },
};

async function readRecording(): Promise<Int16Array> {
  const reader = await openWavReader(fileURLToPath(recordingUrl));
  try {
    return await reader.readInt16(reader.samples);
  } finally {
    await reader.close();
  }
}

async function findSpeech(pcm: Int16Array, report: Report): Promise<boolean[]> {
  const detector = await createSpeechDetector();
  const startMs = performance.now();
  const speech = detector.push(pcm);
  const tookSec = (performance.now() - startMs) / 1_000;
  detector.close();
  report({
    figure: 'speech detection, times real time',
    value: samplesToSec(pcm.length) / tookSec,
    unit: 'x',
    limit: { atLeast: 100 },
  });
  return speech;
}

function measureTraffic(pcm: Int16Array, speech: readonly boolean[], report: Report): void {
  const everything = framesOf(pcm, sentChunks(pcm, allSpeech(speech), marginSec));
  const plainBytes = everything.reduce(
    (sum, frame) => sum + frameBytes(Buffer.byteLength(frame), 'client'),
    0,
  );
  const share = (frames: readonly string[]): number => deflatedBytes(frames) / plainBytes;
  report({ figure: 'compressed alone, of the plain bytes', value: share(everything), unit: '' });
  for (const margin of [0.1, 0.2, marginSec]) {
    const chunks = sentChunks(pcm, speech, margin);
    const kept = chunks.reduce((sum, { sampleCount }) => sum + sampleCount, 0) / pcm.length;
    const around = `${margin * 1_000} ms around speech`;
    report({ figure: `audio left out, ${around}`, value: 1 - kept, unit: '' });
    report({
      figure: `and compressed, of the plain bytes, ${around}`,
      value: share(framesOf(pcm, chunks)),
      unit: '',
      ...(margin === marginSec ? trafficGoal : {}),
    });
  }
}

/** A real recogniser must not find it harder to read what is kept than the whole. */
async function compareWords(pcm: Int16Array, speech: readonly boolean[], report: Report): Promise<void> {
  const found = await findEngine('pocketsphinx', localParts(tmpdir()));
  if ('problem' in found) return;
  const said = await readFile(wordsUrl, 'utf8');
  const errorsIn = async (audio: Int16Array): Promise<number> => {
    const { text } = await found.engine.transcribe(audio, AbortSignal.timeout(120_000));
    return wordErrorRate(said, text);
  };
  const whole = await errorsIn(pcm);
  const kept = await errorsIn(join(pcm, sentChunks(pcm, speech, marginSec)));
  report({ figure: 'pocketsphinx, words wrong in the whole', value: whole, unit: '' });
  report({
    figure: 'pocketsphinx, words wrong in what is kept',
    value: kept,
    unit: '',
    // One word of sixty is what it changes when the same audio begins 10 ms later.
    limit: { atMost: whole + 0.02 },
    knownMiss: {
      butStill: { atMost: whole + 0.09 },
      why: 'Five words of sixty: this small recogniser is wrong at four of five words, and guesses others when pauses go.',
    },
  });
}

const allSpeech = (speech: readonly boolean[]): boolean[] => speech.map(() => true);

function sentChunks(pcm: Int16Array, speech: readonly boolean[], margin: number): CutChunk[] {
  const cutter = createChunkCutter({
    firstSample: 0,
    chunkSamples: secToSamples(1),
    leadSamples: secToSamples(margin),
    hangoverSamples: secToSamples(margin),
    windowSamples: speechWindowSamples,
  });
  return [...cutter.advance(pcm.length, speech), ...cutter.finish(pcm.length)].filter(
    ({ silent }) => !silent,
  );
}

function framesOf(pcm: Int16Array, chunks: readonly CutChunk[]): string[] {
  return chunks.map(({ firstSample, sampleCount }) => {
    const bytes = bytesOf(pcm.subarray(firstSample, firstSample + sampleCount));
    return JSON.stringify(
      audioChunk({
        dataBase64: bytes.toString('base64'),
        byteLength: bytes.length,
        meetingId: 'sprint-planning',
        chunkId: `sprint-planning-${firstSample}`,
        atMs: Date.UTC(2025, 0, 30) + samplesToSec(firstSample) * 1_000,
      }),
    );
  });
}

/** As with permessage-deflate and context takeover: one stream over all messages, and a header for each. */
function deflatedBytes(frames: readonly string[]): number {
  // memLevel 6: shorter blocks follow the voice better than zlib's default, with less memory.
  const stream = deflateRawSync(frames.join(''), { level: 6, memLevel: 6 });
  const headers = frames.reduce((sum, { length }) => sum + frameBytes(length, 'client') - length, 0);
  return stream.length + headers;
}

function join(pcm: Int16Array, chunks: readonly CutChunk[]): Int16Array {
  const joined = new Int16Array(chunks.reduce((sum, { sampleCount }) => sum + sampleCount, 0));
  let at = 0;
  for (const { firstSample, sampleCount } of chunks) {
    joined.set(pcm.subarray(firstSample, firstSample + sampleCount), at);
    at += sampleCount;
  }
  return joined;
}

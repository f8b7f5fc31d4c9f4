import { existsSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openWavReader } from '../../src/main/core/capture/files/wav-reader.ts';
import { startCore } from '../../src/main/core/core.ts';
import { createSegmenter } from '../../src/main/core/transcription/segments/segmenter.ts';
import { createSpeechDetector } from '../../src/main/core/speech/detector/speech-detector.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { samplesToSec, speechWindowSamples } from '../../src/shared/sound/audio.ts';
import type { StoredEvent } from '../../src/shared/events/events.ts';
import type { SessionReport } from '../../src/shared/session/session.ts';
import { buildWavHeader } from '../../src/shared/sound/wav.ts';
import { startGroq, type FakeGroq } from '../support/fake-groq.ts';
import type { Bench, Figure } from './bench.ts';
import { startCli } from './cli-process.ts';
import { sileroRuns, sileroWindowSamples } from './silero-labels.ts';
import { removeFolder } from '../support/remove-folder.ts';

/** Two words a second, all of them different enough: words in a loop would count as invented. */
function wordsFor(audioSec: number): string {
  const count = Math.max(1, Math.round(audioSec * 2));
  return Array.from({ length: count }, () => `word${Math.floor(Math.random() * 10_000)}`).join(' ');
}

type Report = (figure: Figure) => void;

// Kept beside the checkout.
const recording = fileURLToPath(new URL('../../../shared/data/audio/sprint-planning.wav', import.meta.url));
const megabyte = 1_048_576;
const hourSec = 3_600;
const engineMs = 300;
const key = 'gsk_bench_0123456789';

/**
 * Direct transcription of a real meeting, with a Groq on this machine that answers after 300 ms. The hour is measured
 * in a real process of the built program (`npm run build` first). Linux only: it reads /proc.
 */
export const directBench: Bench = {
  name: 'direct',
  title: 'Direct transcription (a real meeting, an engine that answers in 300 ms)',
  async run(report) {
    if (!existsSync(recording)) {
      process.stdout.write(`  Left out: ${recording} is not there.\n`);
      return;
    }
    const pcm = await readAll(recording);
    await detect(pcm, report);
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    const groq = await startGroq(async ({ audioSec }) => {
      await new Promise((resolve) => setTimeout(resolve, engineMs));
      return {
        text: wordsFor(audioSec),
        part: { compression_ratio: 1.3 },
      };
    });
    try {
      await transcribeAnHour(pcm, groq, folder, report);
      await transcribeLive(groq, folder, report);
    } finally {
      await groq.stop();
      await removeFolder(folder);
    }
  },
};

async function readAll(path: string): Promise<Int16Array> {
  const reader = await openWavReader(path);
  try {
    return await reader.readInt16(reader.samples);
  } finally {
    await reader.close();
  }
}

/** Finding speech and cutting it, against Silero v5 window by window and against real time. */
async function detect(pcm: Int16Array, report: Report): Promise<void> {
  const detector = await createSpeechDetector();
  const segmenter = createSegmenter({ isLive: false });
  const startMs = performance.now();
  const decisions = detector.push(pcm);
  for (const isSpeech of decisions) segmenter.push(isSpeech);
  segmenter.finish();
  const tookSec = (performance.now() - startMs) / 1_000;
  detector.close();
  const silero = sileroRuns.flatMap((count, index) => Array<boolean>(count).fill(index % 2 === 1));
  const same = decisions.filter((isSpeech, index) => {
    const middle = index * speechWindowSamples + speechWindowSamples / 2;
    return isSpeech === (silero[Math.floor(middle / sileroWindowSamples)] ?? false);
  });
  report({
    figure: 'windows judged as by Silero v5',
    value: (same.length / decisions.length) * 100,
    unit: '%',
    limit: { atLeast: 88 },
  });
  report({
    figure: 'detection and segments',
    value: samplesToSec(pcm.length) / tookSec,
    unit: 'x real time',
    limit: { atLeast: 100 },
  });
}

async function transcribeAnHour(
  pcm: Int16Array,
  groq: FakeGroq,
  folder: string,
  report: Report,
): Promise<void> {
  const wav = join(folder, 'hour.wav');
  await writeAgain(wav, pcm, hourSec);
  const startMs = performance.now();
  const words = [
    'record',
    '--input',
    `file:${wav}`,
    '--speed',
    'max',
    '--mode',
    'direct',
    '--engine',
    'groq',
  ];
  const cli = startCli([...words, '--json', '--quiet'], join(folder, 'home'), environmentOf(groq));
  const { code, stdout, stderr, peakRssBytes } = await cli.finished;
  if (code !== 0) throw new Error(`The transcription failed: ${stderr}`);
  const { transcripts } = JSON.parse(stdout) as SessionReport;
  const [transcript] = transcripts;
  if (transcript === undefined) throw new Error('There is no transcript.');
  const uploadedSec = groq.ledger.reduce((sum, { audioSec }) => sum + audioSec, 0);
  const uploadedBytes = groq.ledger.reduce((sum, { file }) => sum + file.bytes.length, 0);
  report({
    figure: 'an hour of audio',
    value: (performance.now() - startMs) / 1_000,
    unit: 's',
    limit: { atMost: 240 },
  });
  report({
    figure: 'peak memory over that hour',
    value: peakRssBytes / megabyte,
    unit: 'MB',
    limit: { atMost: 200 },
  });
  report({ figure: 'requests', value: transcript.segments, unit: '' });
  report({
    figure: 'billed seconds against seconds of speech',
    value: transcript.billedSec / transcript.speechSec,
    unit: 'x',
    limit: { atMost: 1.15 },
  });
  report({
    figure: 'uploaded against the WAV of the hour',
    value: uploadedBytes / (hourSec * 32_000),
    unit: 'x',
  });
  report({ figure: 'seconds uploaded', value: uploadedSec, unit: 's' });
}

/** The meeting at real time; a line counts as shown when its topic is published, which is when pages get it. */
async function transcribeLive(groq: FakeGroq, folder: string, report: Report): Promise<void> {
  const core = await startCore({
    resumesDelivery: false,
    paths: {
      home: join(folder, 'live-home'),
      workerEntry: (name) => new URL(`../../src/main/core/threads/${name}.ts`, import.meta.url),
    },
    clock: createSystemClock(),
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    platform: process.platform,
    environment: { ...process.env, ...environmentOf(groq) },
  });
  try {
    const events: StoredEvent[] = [];
    const shown: { startSec: number; endSec: number; atMs: number }[] = [];
    core.topics.subscribe('events', (stored) => void events.push(...stored));
    core.topics.subscribe('transcript', ({ line }) => void shown.push({ ...line, atMs: Date.now() }));
    await core.sessions.start({
      inputs: [{ kind: 'file', path: recording, speed: 1 }],
      mode: 'direct',
      engine: 'groq',
    });
    await core.sessions.ended();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startMs = events.find(({ type }) => type === 'capture.started')?.wallMs ?? Number.NaN;
    const cuts = events.filter(({ type }) => type === 'segment.cut');
    const delays = cuts.map(({ wallMs, fields }) => {
      const line = shown.find(({ endSec }) => endSec > Number(fields.atSec) + 0.1);
      const atMs = line?.atMs ?? Number.NaN;
      return { sinceFirstWordMs: atMs - startMs - Number(fields.atSec) * 1_000, sinceCutMs: atMs - wallMs };
    });
    report({ figure: 'segments of the meeting, live', value: cuts.length, unit: '' });
    report({
      figure: 'first word to screen, 95 of 100',
      value: quantile(
        delays.map(({ sinceFirstWordMs }) => sinceFirstWordMs),
        0.95,
      ),
      unit: 'ms',
      limit: { atMost: 12_500 },
    });
    report({
      figure: 'cut to screen, 95 of 100',
      value: quantile(
        delays.map(({ sinceCutMs }) => sinceCutMs),
        0.95,
      ),
      unit: 'ms',
      limit: { atMost: 1_000 },
    });
  } finally {
    await core.stop();
  }
}

function environmentOf(groq: FakeGroq): NodeJS.ProcessEnv {
  return { GROQ_API_KEY: key, SCRUMBOT_GROQ_BASE_URL: groq.url };
}

/** The same samples again and again. */
async function writeAgain(path: string, pcm: Int16Array, seconds: number): Promise<void> {
  const dataBytes = seconds * 32_000;
  const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const file = await open(path, 'w');
  try {
    await file.write(buildWavHeader(dataBytes));
    for (let left = dataBytes; left > 0; left -= bytes.length) await file.write(bytes.subarray(0, left));
  } finally {
    await file.close();
  }
}

/** The smallest value that `share` of all values do not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

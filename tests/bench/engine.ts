import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineMeasure } from '../../src/main/core/speech/measure-engine.ts';
import type { Whisper } from '../../src/main/core/speech/speech.ts';
import { settingsSchema } from '../../src/shared/settings/settings.ts';
import { testWhisper } from '../support/local-parts.ts';
import { removeFolder } from '../support/remove-folder.ts';
import { sharedData } from '../support/shared-data.ts';
import type { Bench, Figure } from './bench.ts';
import { startCli } from './cli-process.ts';
import { plantModel } from './planted-model.ts';

type Report = (figure: Figure) => void;

// Kept beside the checkout: eleven seconds of a speech, and what is said in it.
const speech = fileURLToPath(new URL('../../../shared/data/audio/public-speech.wav', import.meta.url));
const words = speech.replace(/wav$/, 'txt');
const megabyte = 1e6;
// Each part: several times what a quiet machine takes.
const longestMs = 240_000;

/** The local engine: from nothing to an answer, and what a large model costs the app. `npm run build` first. */
export const engineBench: Bench = {
  name: 'engine',
  title: "A local speech engine (whisper.cpp's test model, and a planted one of half a gigabyte)",
  async run(report) {
    if (!existsSync(sharedData.whisperModel) || !existsSync(speech)) {
      leaveOut(`all of it: ${sharedData.whisperModel} or ${speech} is not there`);
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      await memoryBesideModel(join(folder, 'planted.bin'), report);
      await startToAnswer(report);
      await benchCommand('whisper', folder, report);
      await benchCommand('pocketsphinx', folder, report);
    } finally {
      await removeFolder(folder);
    }
  },
};

const leaveOut = (what: string): void => void process.stdout.write(`  Left out: ${what}.\n`);

const ask = (whisper: Whisper, model: string, signal = new AbortController().signal) =>
  whisper.transcribe({
    ...{ model, signal, pcm: new Int16Array(16_000), language: 'en', prompt: null },
    timeoutMs: 600_000,
  });

async function startToAnswer(report: Report): Promise<void> {
  const whisper = testWhisper();
  const isOver = AbortSignal.timeout(longestMs);
  const startedMs = performance.now();
  const sinceStart = (): number => (performance.now() - startedMs) / 1_000;
  const asked = ask(whisper, sharedData.whisperModel, isOver);
  try {
    while (whisper.rssBytes() === null)
      await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 5))]);
    report({ figure: 'from no process to a loaded model', value: sinceStart(), unit: 's' });
    // A model that knows nothing writes until it may write no more, three times: no real one of its size takes as long.
    await asked;
    report({ figure: 'from no process to the answer to a second of sound', value: sinceStart(), unit: 's' });
  } catch (error) {
    if (!isOver.aborted) throw error;
    leaveOut(`the first answer, which took more than ${longestMs / 1_000} s`);
  } finally {
    await whisper.stop();
  }
}

/** What the process of the app grows by while another one holds the model. */
async function memoryBesideModel(path: string, report: Report): Promise<void> {
  const modelBytes = await plantModel(path);
  const whisper = testWhisper();
  const before = process.memoryUsage.rss();
  const enough = new AbortController();
  const startedMs = performance.now();
  const asked = ask(whisper, path, enough.signal).catch((error: unknown) => {
    if (!enough.signal.aborted) throw error;
  });
  let most = before;
  while (whisper.rssBytes() === null) {
    most = Math.max(most, process.memoryUsage.rss());
    // A model that is refused ends the wait.
    await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const loadedSec = (performance.now() - startedMs) / 1_000;
  most = Math.max(most, process.memoryUsage.rss());
  const engineBytes = whisper.rssBytes() ?? 0;
  enough.abort();
  await asked;
  await whisper.stop();
  report({ figure: 'the planted model', value: modelBytes / megabyte, unit: 'MB' });
  report({ figure: 'until it is loaded', value: loadedSec, unit: 's' });
  report({
    figure: 'the process that holds it',
    value: engineBytes / megabyte,
    unit: 'MB',
    // Less would mean that it was not loaded.
    limit: { atLeast: modelBytes / megabyte },
  });
  report({
    figure: 'growth of the app meanwhile',
    value: (most - before) / megabyte,
    unit: 'MB',
    limit: { atMost: 20 },
  });
}

/** `bench-engine FILE --reference TEXT --json`, as people run it. */
async function benchCommand(engine: string, folder: string, report: Report): Promise<void> {
  const direct = { whisperModel: sharedData.whisperModel };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settingsSchema.parse({ direct })));
  const cli = startCli(['bench-engine', speech, '--engine', engine, '--reference', words, '--json'], folder);
  // A machine that others use too may take minutes over it, and a bench that never ends tells nothing.
  const over = setTimeout(() => cli.interrupt(), longestMs);
  const { code, stdout, stderr } = await cli.finished;
  clearTimeout(over);
  if (code !== 0) {
    leaveOut(`bench-engine with ${engine}, which ended with ${code}: ${stderr.trim()}`);
    return;
  }
  const measured = JSON.parse(stdout) as EngineMeasure & {
    engineRssBytes: number | null;
    appRssBytes: number;
  };
  const { realTimeFactor, firstAnswerSec, wordErrorRate, engineRssBytes, appRssBytes } = measured;
  const figure = (what: string): string => `bench-engine, ${engine}: ${what}`;
  report({ figure: figure('real-time factor'), value: realTimeFactor, unit: '' });
  report({ figure: figure('first answer'), value: firstAnswerSec, unit: 's' });
  if (wordErrorRate !== null) report({ figure: figure('words wrong'), value: wordErrorRate, unit: '' });
  if (engineRssBytes !== null)
    report({ figure: figure('its process'), value: engineRssBytes / megabyte, unit: 'MB' });
  report({ figure: figure('our process'), value: appRssBytes / megabyte, unit: 'MB' });
}

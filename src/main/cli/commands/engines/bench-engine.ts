import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { createTopicHub } from '../../../../shared/contract/topic-hub.ts';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { settingsSchema } from '../../../../shared/settings/settings.ts';
import { startCapture } from '../../../core/capture/capture.ts';
import { createSystemClock } from '../../../core/lifecycle/lifecycle.ts';
import { EngineFailure, measureEngine, type EngineMeasure } from '../../../core/speech/speech.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import type { Terminal } from '../../output/terminal.ts';
import { withCore } from '../../with-core.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

type BenchOptions = CommonOptions & { engine: string; reference?: string };

export function defineBenchEngine(command: Command, context: CommandContext): void {
  command
    .addOption(new Option('--engine <name>', say('help.bench-engine.engine')).default('auto', 'auto'))
    .option('--reference <text>', say('help.bench-engine.reference'));
  withCommonOptions(command).action((file: string, options: BenchOptions) =>
    context.run(options, () => bench(file, options, context)),
  );
}

async function bench(
  file: string,
  options: BenchOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const reference = options.reference === undefined ? null : await textOf(options.reference);
  const stop = new AbortController();
  const stopListening = terminal.onInterrupt(() =>
    stop.abort(new AppError('interrupted', sentence('cli.bench-stopped'))),
  );
  try {
    const measured = await withCore(options, terminal, entryUrl, async ({ transcription }) => {
      const sound = startCapture({
        ...{ clock: createSystemClock(), environment: terminal.environment, platform: terminal.platform },
        ...{ capture: null, onWake: () => () => undefined, topics: createTopicHub() },
        readSettings: () => Promise.resolve(settingsSchema.parse({})),
      });
      const source = await sound.openSource({ kind: 'file', path: parseFilePath(file), speed: 'max' });
      const { engine, language, rssBytes } = await transcription.makeEngine(options.engine);
      const { signal } = stop;
      try {
        const frames = source.frames(signal);
        const measure = await measureEngine(engine, frames, { language, reference, signal });
        return { ...measure, engineRssBytes: rssBytes(), appRssBytes: process.memoryUsage.rss() };
      } catch (error) {
        if (error instanceof EngineFailure)
          throw new AppError('engine-failed', error.message, { cause: error });
        throw error;
      }
    });
    terminal.out(options.json === true ? `${JSON.stringify(measured)}\n` : shown(measured, terminal));
    return exitCodes.done;
  } finally {
    stopListening();
  }
}

/** A file's text where there is such a file, else the words themselves. */
async function textOf(given: string): Promise<string> {
  try {
    return await readFile(given, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && /\s/.test(given.trim())) return given;
    if (code === 'ENAMETOOLONG') return given;
    throw new AppError('bad-input', sentence('cli.bad-reference', { given, why: messageOf(error) }));
  }
}

type Measured = EngineMeasure & { engineRssBytes: number | null; appRssBytes: number };

function shown(measured: Measured, terminal: Terminal): string {
  const { engine, audioSec, tookSec, realTimeFactor, firstAnswerSec, wordErrorRate } = measured;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  const isSlow = realTimeFactor > 1;
  const lines = [
    ['engine', engine],
    ['audio', `${audioSec.toFixed(1)} s`],
    ['took', `${tookSec.toFixed(1)} s, the first answer after ${firstAnswerSec.toFixed(1)} s`],
    [
      'real-time factor',
      `${realTimeFactor.toFixed(2)}${isSlow ? terminal.paint('yellow', ': slower than a meeting') : ''}`,
    ],
    ['memory', memoryOf(measured, megabytes)],
    [
      'word error rate',
      wordErrorRate === null ? 'not known: give --reference' : `${(wordErrorRate * 100).toFixed(1)} %`,
    ],
  ];
  return lines.map(([name = '', value = '']) => `${name.padEnd(18)}${value}\n`).join('');
}

const memoryOf = ({ engineRssBytes, appRssBytes }: Measured, megabytes: (bytes: number) => string): string =>
  engineRssBytes === null
    ? `${megabytes(appRssBytes)} in this process; the engine's own is not known`
    : `${megabytes(engineRssBytes)} in the engine's process, ${megabytes(appRssBytes)} in this one`;

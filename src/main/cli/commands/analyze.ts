import { Option, type Command } from 'commander';
import { compareReports } from '../../../shared/events/compare-reports.ts';
import { AppError } from '../../../shared/errors.ts';
import { eventFilterSchema } from '../../../shared/events/events.ts';
import {
  rulesSchema,
  type AnalysisRange,
  type AnalysisReport,
  type AnalysisRules,
} from '../../../shared/events/findings.ts';
import { createAnalyzer } from '../../core/findings/findings.ts';
import { analyseFile, monitorFile, monitorStream } from '../../core/event-files/event-files.ts';
import type { Core } from '../../core/core.ts';
import {
  analysisText,
  comparisonText,
  monitorText,
  notesText,
  whatIfText,
} from '../output/texts/analysis-text.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { keepYoungGenerationSmall } from '../young-generation.ts';
import { parseDuration, parseNumber } from '../options/parse-options.ts';
import { traceFrameEvent } from '../output/trace-frame-event.ts';
import { withCore } from '../with-core.ts';
import { fitLines } from '../output/table.ts';
import { say, sentence } from '../../../shared/words/all-words.ts';

type AnalyzeOptions = CommonOptions & {
  session?: string;
  since?: string;
  target?: string;
  events?: string;
  format: 'full' | 'monitor';
  verdicts?: boolean;
  window?: string;
  ignore?: string;
  anySource?: boolean;
  whatIf?: boolean;
  compare?: string[];
};

export function defineAnalyze(command: Command, context: CommandContext): void {
  withCommonOptions(
    command
      .option('--session <id>', say('help.analyze.session'))
      .option('--since <time>', say('help.analyze.since'))
      .option('--target <name>', say('help.analyze.target'))
      .option('--events <file>', say('help.analyze.events'))
      .addOption(
        new Option('--format <format>', say('help.analyze.format'))
          .choices(['full', 'monitor'])
          .default('full'),
      )
      .option('--verdicts', say('help.analyze.verdicts'))
      .option('--window <sec>', say('help.analyze.window'))
      .option('--ignore <fields>', say('help.analyze.ignore'))
      .option('--any-source', say('help.analyze.any-source'))
      .option('--what-if', say('help.analyze.what-if'))
      .option('--compare <before-after...>', say('help.analyze.compare')),
  ).action((options: AnalyzeOptions) => context.run(options, () => analyze(options, context)));
}

function analyze(options: AnalyzeOptions, context: CommandContext): Promise<number> {
  if (options.events !== undefined) keepYoungGenerationSmall();
  const rules = rulesOf(options);
  if (options.compare !== undefined) return compare(options.compare, rules, options, context);
  if (options.format === 'monitor') return monitor(rules, options, context);
  if (options.verdicts === true) throw new AppError('bad-input', sentence('cli.verdicts-need-monitor'));
  return full(rules, options, context);
}

function rulesOf(options: AnalyzeOptions): AnalysisRules {
  const fields = options.ignore?.split(',').map((field) => field.trim());
  return rulesSchema.parse({
    ...(options.window !== undefined && {
      windowSec: parseNumber('--window', options.window, { min: 0.001, max: 3600 }),
    }),
    ...(fields !== undefined && { ignore: fields.filter((field) => field !== '') }),
    ...(options.anySource === true && { sameSource: false }),
  });
}

function rangeOf(options: AnalyzeOptions): AnalysisRange {
  return {
    ...(options.session !== undefined && { sessionId: options.session }),
    ...(options.target !== undefined && { target: options.target }),
    ...(options.since !== undefined && { sinceMs: Date.now() - parseDuration(options.since) }),
  };
}

async function full(
  rules: AnalysisRules,
  options: AnalyzeOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const print = (json: object, text: string): void =>
    terminal.out(options.json === true ? `${JSON.stringify(json)}\n` : fitLines(text, terminal.tableWidth));
  const { events: path } = options;
  if (path !== undefined) {
    const { report, notes } = await analyseFile({ path, rules, asEvent: traceFrameEvent, createAnalyzer });
    if (options.whatIf === true) {
      const { report: usual } = await analyseFile({
        path,
        rules: rulesSchema.parse({}),
        asEvent: traceFrameEvent,
        createAnalyzer,
      });
      print({ usual, changed: report, input: notes }, whatIfText(usual, report));
    } else {
      print({ ...report, input: notes }, analysisText(report));
    }
    terminal.err(notesText(notes));
    return notes.skipped > 0 ? exitCodes.notInOrder : exitCodes.done;
  }
  await withCore(options, terminal, entryUrl, async (core) => {
    const range = rangeOf(options);
    if (options.whatIf === true) {
      const { usual, changed } = await core.findings.service.whatIf(range, rules);
      print({ usual, changed }, whatIfText(usual, changed));
    } else {
      const report = await runOn(core, range, rules);
      print(report, analysisText(report));
    }
  });
  return exitCodes.done;
}

/** @throws AppError `not-found` where a session has no events, which is mostly a mistyped id */
async function runOn(core: Core, range: AnalysisRange, rules: AnalysisRules): Promise<AnalysisReport> {
  const report = await core.findings.service.run(range, rules);
  if (report.events > 0 || range.sessionId === undefined) return report;
  await core.sessions.show(range.sessionId);
  return report;
}

async function monitor(
  rules: AnalysisRules,
  options: AnalyzeOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const { events: path } = options;
  const output = {
    verdicts: options.verdicts === true,
    async write(piece: string): Promise<void> {
      if (options.json !== true) return;
      terminal.out(piece);
      await terminal.drained();
    },
  };
  if (path === undefined) {
    await withCore(options, terminal, entryUrl, async (core) => {
      const counts = await monitorStream(storedFrames(core, rangeOf(options)), rules, output);
      if (options.json !== true) terminal.out(monitorText(counts));
    });
    return exitCodes.done;
  }
  const { counts, notes } = await monitorFile({ path, rules, asEvent: traceFrameEvent }, output);
  if (options.json !== true) terminal.out(monitorText(counts));
  terminal.err(notesText(notes));
  return notes.skipped > 0 ? exitCodes.notInOrder : exitCodes.done;
}

const pageSize = 1_000;

async function* storedFrames(core: Core, { target, ...filter }: AnalysisRange) {
  let afterSeq = 0;
  for (;;) {
    const page = await core.handlers['events.list'](
      eventFilterSchema.parse({ ...filter, kind: 'frame', afterSeq, limit: pageSize }),
    );
    yield target === undefined ? page : page.filter((event) => event.target === target);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    afterSeq = last.seq;
  }
}

async function compare(
  sides: readonly string[],
  rules: AnalysisRules,
  options: AnalyzeOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const [before, after, ...rest] = sides;
  if (before === undefined || after === undefined || rest.length > 0)
    throw new AppError('bad-input', sentence('cli.compare-two'));
  const areFiles = [before, after].map((side) => side.startsWith('file:'));
  const analyse = async (side: string, core: Core | null): Promise<AnalysisReport> => {
    if (core === null || side.startsWith('file:'))
      return (
        await analyseFile({
          path: side.slice('file:'.length),
          rules,
          asEvent: traceFrameEvent,
          createAnalyzer,
        })
      ).report;
    return runOn(core, rangeOfSide(side), rules);
  };
  const run = async (core: Core | null) =>
    compareReports(await analyse(before, core), await analyse(after, core));
  const comparison = areFiles.every(Boolean)
    ? await run(null)
    : await withCore(options, terminal, entryUrl, (core) => run(core));
  terminal.out(options.json === true ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
  return exitCodes.done;
}

function rangeOfSide(side: string): AnalysisRange {
  if (side.startsWith('target:')) return { target: side.slice('target:'.length) };
  if (!side.startsWith('time:')) return { sessionId: side };
  const [since, until] = side.slice('time:'.length).split('..');
  const nowMs = Date.now();
  return {
    sinceMs: nowMs - parseDuration(since ?? ''),
    ...(until !== undefined && until !== '' && { untilMs: nowMs - parseDuration(until) }),
  };
}

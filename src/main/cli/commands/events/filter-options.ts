import { Option, type Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import type { Cause, Verdict } from '../../../../shared/events/causes.ts';
import { causes, verdicts } from '../../../../shared/events/event-names.ts';
import type { EventFilter } from '../../../../shared/events/events.ts';
import { eventKinds } from '../../../../shared/events/event-names.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseDuration, parseNumber } from '../../options/parse-options.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

export type FilterOptions = CommonOptions & {
  session?: string;
  type?: string;
  direction?: 'in' | 'out';
  kind?: (typeof eventKinds)[number];
  target?: string;
  connection?: string;
  verdict?: Verdict;
  cause?: Cause;
  minBytes?: string;
  maxBytes?: string;
  text?: string;
  since?: string;
  until?: string;
  limit?: string;
};

/** What `events list`, `tail` and `export` choose by. */
export function withFilterOptions(command: Command): Command {
  return withCommonOptions(
    command
      .option('--session <id>', say('help.filter.session'))
      .option('--type <type>', say('help.filter.type'))
      .addOption(new Option('--direction <direction>', say('help.filter.direction')).choices(['in', 'out']))
      .addOption(new Option('--kind <kind>', say('help.filter.kind')).choices(eventKinds))
      .option('--target <name>', say('help.filter.target'))
      .option('--connection <id>', say('help.filter.connection'))
      .addOption(new Option('--verdict <verdict>', say('help.filter.verdict')).choices(verdicts))
      .addOption(new Option('--cause <cause>', say('help.filter.cause')).choices(causes))
      .option('--min-bytes <n>', say('help.filter.min-bytes'))
      .option('--max-bytes <n>', say('help.filter.max-bytes'))
      .option('--text <words>', say('help.filter.text'))
      .option('--since <time>', say('help.filter.since'))
      .option('--until <time>', say('help.filter.until')),
  );
}

/** @throws AppError `bad-input` */
export function filterOf(options: FilterOptions): EventFilter {
  const nowMs = Date.now();
  return {
    ...(options.session !== undefined && { sessionId: options.session }),
    ...(options.type !== undefined && { type: options.type }),
    ...(options.direction !== undefined && { direction: options.direction }),
    ...(options.kind !== undefined && { kind: options.kind }),
    ...(options.target !== undefined && { target: options.target }),
    ...(options.connection !== undefined && { connectionId: options.connection }),
    ...(options.verdict !== undefined && { verdict: options.verdict }),
    ...(options.cause !== undefined && { cause: options.cause }),
    ...(options.minBytes !== undefined && {
      minBytes: parseNumber('--min-bytes', options.minBytes, {
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        whole: true,
      }),
    }),
    ...(options.maxBytes !== undefined && {
      maxBytes: parseNumber('--max-bytes', options.maxBytes, {
        min: 0,
        max: Number.MAX_SAFE_INTEGER,
        whole: true,
      }),
    }),
    ...(options.text !== undefined && { text: options.text }),
    ...(options.since !== undefined && { sinceMs: parseMoment(options.since, nowMs) }),
    ...(options.until !== undefined && { untilMs: parseMoment(options.until, nowMs) }),
    ...(options.limit !== undefined && {
      limit: parseNumber('--limit', options.limit, { min: 1, max: 10_000, whole: true }),
    }),
  };
}

/** A date, or so long ago; ms since 1970. */
export function parseMoment(text: string, nowMs: number): number {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return nowMs - parseDuration(text);
  const atMs = Date.parse(text);
  if (!Number.isNaN(atMs)) return atMs;
  throw new AppError('bad-input', sentence('cli.not-a-date', { text }));
}

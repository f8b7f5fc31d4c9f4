import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import {
  bundlePartIds,
  bundleRequestSchema,
  spokenParts,
  type BundlePartId,
  type BundleRequest,
} from '../../../../shared/bundle/bundle.ts';
import { AppError } from '../../../../shared/errors.ts';
import {
  bundleName,
  encrypterFor,
  startLooker,
  usualRecipient,
  writeInThread,
  type Looker,
  type SourceOptions,
} from '../../../core/bundle/bundle.ts';
import { createPaths } from '../../../core/lifecycle/lifecycle.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseDuration, parseFilePath, parseNumber } from '../../options/parse-options.ts';
import { untilAborted } from '../../until-interrupted.ts';
import { homeOf } from '../../with-core.ts';
import { version } from '../../version.ts';
import { planText, reportText, searchText } from './bundle-text.ts';
import { addReadingCommands } from './read-bundles.ts';
import { fitLines } from '../../output/table.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

type BundleOptions = CommonOptions & {
  out?: string;
  session?: string;
  since?: string;
  maxMb?: string;
  include?: string;
  without?: string;
  note?: string;
  recipient?: string;
  dryRun?: boolean;
  preview?: string;
  find?: string;
};

export function defineBundle(bundle: Command, context: CommandContext): void {
  bundle
    .option('--out <file>', say('help.bundle.out'))
    .option('--session <id>', say('help.bundle.session'))
    .option('--since <time>', say('help.bundle.since'))
    .option('--max-mb <n>', say('help.bundle.max-mb'))
    .option('--include <parts>', say('help.bundle.include'))
    .option('--without <parts>', say('help.bundle.without'))
    .option('--note <text>', say('help.bundle.note'))
    .option('--recipient <key>', say('help.bundle.recipient'))
    .option('--dry-run', say('help.bundle.dry-run'))
    .option('--preview <part>', say('help.bundle.preview'))
    .option('--find <word>', say('help.bundle.find'));
  withCommonOptions(bundle).action((options: BundleOptions) =>
    context.run(options, () => makeBundle(options, context)),
  );
  addReadingCommands(bundle, context);
}

async function makeBundle(options: BundleOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const request = requestOf(options);
  const source = await sourceOf(options, context);
  const entry = createPaths(source.home, context.entryUrl).workerEntry('bundle-worker');
  const { signal, stop } = untilAborted(terminal);
  const print = (json: object, text: string): void =>
    terminal.out(options.json === true ? `${JSON.stringify(json)}\n` : fitLines(text, terminal.tableWidth));
  try {
    const { find, preview, dryRun } = options;
    if (find === undefined && preview === undefined && dryRun !== true)
      return await write(options, { source, request, entry, signal, print, context });
    return await look(options, startLooker(entry, { kind: 'look', source, request }, signal), print);
  } finally {
    stop();
  }
}

async function look(
  options: BundleOptions,
  looker: Looker,
  print: (json: object, text: string) => void,
): Promise<number> {
  try {
    if (options.find !== undefined) {
      const files = await looker.ask({ ask: 'search', word: options.find });
      const isFound = files.some((file) => file.isFound);
      print({ isFound, files }, searchText(files));
      return isFound ? exitCodes.notInOrder : exitCodes.done;
    }
    if (options.preview !== undefined) {
      const preview = await looker.ask({ ask: 'preview', part: options.preview });
      print(preview, preview.text);
      return exitCodes.done;
    }
    const plan = await looker.ask({ ask: 'plan' });
    print(plan, planText(plan, options));
    return exitCodes.done;
  } finally {
    await looker.stop();
  }
}

async function write(
  options: BundleOptions,
  given: {
    source: SourceOptions;
    request: BundleRequest;
    entry: URL;
    signal: AbortSignal;
    print: (json: object, text: string) => void;
    context: CommandContext;
  },
): Promise<number> {
  const { source, request, entry, signal } = given;
  const { terminal } = given.context;
  const recipient = await recipientOf(options.recipient, source.home);
  if (recipient !== null) await encrypterFor(recipient);
  const out = await outPath(options.out, recipient !== null);
  const shows = terminal.isInteractive && options.quiet !== true;
  const report = await writeInThread(
    entry,
    { source, request, out, recipient },
    {
      signal,
      onProgress({ part, done, parts, bytes }) {
        if (shows) terminal.status(`${done}/${parts} ${part}, ${(bytes / 1024 ** 2).toFixed(1)} MB`);
      },
    },
  ).finally(() => {
    if (shows) terminal.status('');
  });
  given.print(report, reportText(report, options));
  return exitCodes.done;
}

function recipientOf(given: string | undefined, home: string): Promise<string | null> {
  if (given === undefined) return usualRecipient(home);
  return Promise.resolve(given.trim().toLowerCase() === 'none' ? null : given);
}

const megabyte = 1024 ** 2;

function requestOf(options: BundleOptions): BundleRequest {
  return bundleRequestSchema.parse({
    windowMs: options.since === undefined ? null : parseDuration(options.since),
    sessionId: options.session ?? null,
    ...(options.maxMb !== undefined && {
      maxBytes: parseNumber('--max-mb', options.maxMb, { min: 0.1, max: 2048 }) * megabyte,
    }),
    include: listOf('--include', options.include, spokenParts),
    without: listOf<BundlePartId>('--without', options.without, bundlePartIds),
    note: checkedNote(options.note ?? ''),
  });
}

function checkedNote(note: string): string {
  if (note.length <= 20_000) return note;
  throw new AppError('bad-input', sentence('cli.long-note'));
}

function listOf<T extends string>(option: string, text: string | undefined, known: readonly T[]): T[] {
  const words = (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.map((word) => {
    const found = known.find((one) => one === word);
    if (found === undefined)
      throw new AppError(
        'bad-input',
        sentence('cli.option-takes', { option, known: known.join(', '), given: word.slice(0, 40) }),
      );
    return found;
  });
}

/** A folder that is not there is a slip, and is not made. */
async function sourceOf(options: CommonOptions, { terminal }: CommandContext): Promise<SourceOptions> {
  const home = homeOf(options, terminal);
  const found = await stat(home).catch(() => null);
  // Without --home a machine where nothing was ever recorded still has something to tell.
  const mayBeMissing = options.home === undefined && found === null;
  if (found?.isDirectory() !== true && !mayBeMissing)
    throw new AppError('not-found', sentence('cli.no-home', { home }));
  return {
    home,
    version,
    platform: terminal.platform,
    environment: { ...terminal.environment },
    secrets: [],
  };
}

async function outPath(out: string | undefined, isSealed: boolean): Promise<string> {
  const path = parseFilePath(out ?? '.');
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) return join(path, bundleName(version, isSealed));
  const folder = await stat(dirname(path)).catch(() => null);
  // One folder more is meant, as with "out/b.zip" in a fresh checkout; several are a slip.
  if (folder === null)
    await mkdir(dirname(path)).catch((cause: unknown) => {
      throw noFolder(path, cause);
    });
  else if (!folder.isDirectory()) throw noFolder(path);
  if (found !== null && !(await isBundleFile(path)))
    throw new AppError('bad-input', sentence('cli.not-a-bundle', { path }));
  return path;
}

function noFolder(path: string, cause?: unknown): AppError {
  return new AppError('bad-input', sentence('cli.no-bundle-folder', { folder: dirname(path) }), { cause });
}

/** A zip, one that is sealed, or nothing yet: what an earlier export left may be written anew. */
async function isBundleFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(19);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    const text = start.toString('latin1', 0, bytesRead);
    return bytesRead === 0 || text.startsWith('PK') || text.startsWith('age-encryption.org/');
  } finally {
    await file.close();
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { pcmFormat, secToSamples } from '../../../../shared/sound/audio.ts';
import { findExecutable, programEnvironment, type Environment } from '../../lifecycle/lifecycle.ts';
import type { FileKind } from './file-kinds.ts';
import type { NamedFile } from './file-path.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** Sound of a file of any kind, as ffmpeg reads it: 16 kHz mono, from front to back, never all at once. */
export type ConvertedFile = {
  /** By the file's own word; some tell none, and some not exactly. */
  expectedSamples: number;
  /** Blocks of at most `blockSamples`. @throws AppError `bad-input` when ffmpeg ends with an error */
  blocks(blockSamples: number, signal: AbortSignal): AsyncGenerator<Int16Array>;
};

const installs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install ffmpeg',
  win32: 'winget install ffmpeg',
};

/**
 * Opens a file that is no WAV file with ffmpeg, where that is installed.
 * @throws AppError `bad-input`: `refusal`, the reason why it is no WAV file, with what would help
 */
export async function openConverted(
  path: string,
  named: NamedFile,
  { refusal, environment }: { refusal: AppError; environment: Environment },
): Promise<ConvertedFile> {
  const ffmpeg = await requireFfmpeg({ refusal, environment });
  // Absolute, and with its protocol: a name that begins with "-" or holds ":" stays a name.
  const input = inputOf(`file:${path}`);
  const facts = await readFacts(ffmpeg, input);
  if (facts.tracks.length === 0) throw withoutSound(refusal, named);
  return {
    expectedSamples: secToSamples(facts.durationSec),
    blocks: (blockSamples, signal) =>
      readBlocks(ffmpeg, [...input, ...mixOf(facts.tracks)], {
        blockBytes: blockSamples * pcmFormat.bytesPerSample,
        signal,
        named,
      }),
  };
}

/** The path of ffmpeg. @throws AppError `refusal`, with how to get it */
export async function requireFfmpeg({
  refusal,
  environment,
}: {
  refusal: AppError;
  environment: Environment;
}): Promise<string> {
  const ffmpeg = await findExecutable('ffmpeg', environment);
  if (ffmpeg !== null) return ffmpeg;
  const install = installs[process.platform] ?? 'on Debian and Ubuntu: apt install ffmpeg';
  throw withMore(refusal, sentence('capture.with-ffmpeg', { install }));
}

function inputOf(address: string): string[] {
  return ['-nostdin', '-hide_banner', '-protocol_whitelist', 'file,pipe,fd', '-i', address];
}

/**
 * What ffmpeg makes of bytes as they come, without their end; `take` gives none at the end.
 * @throws AppError `bad-input` when it ends with an error
 */
export function convertedStream(
  ffmpeg: string,
  take: (most: number) => Promise<Buffer>,
  { blockSamples, signal, named }: { blockSamples: number; signal: AbortSignal; named: NamedFile },
): AsyncGenerator<Int16Array> {
  const blockBytes = blockSamples * pcmFormat.bytesPerSample;
  return readBlocks(ffmpeg, inputOf('pipe:0'), {
    blockBytes,
    signal,
    named,
    feed: Readable.from(pieces(take)),
  });
}

async function* pieces(take: (most: number) => Promise<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = await take(65_536);
    if (piece.length === 0) return;
    yield piece;
  }
}

/** Whether sound may be in a file that was refused: the reader of WAV files says so. */
export function mayHoldSound(error: unknown): error is AppError {
  if (!(error instanceof AppError) || error.code !== 'bad-input') return false;
  const kind = error.cause as FileKind | undefined;
  return kind?.holds === 'sound' || kind?.holds === 'unknown';
}

/** To convert it would not help either. */
function withoutSound(refusal: AppError, { name }: NamedFile): AppError {
  const { name: kind } = refusal.cause as FileKind;
  return new AppError(refusal.code, sentence('capture.no-sound-inside', { name, kind }), {
    cause: refusal.cause,
  });
}

function withMore(refusal: AppError, more: Sentence): AppError {
  return new AppError(refusal.code, sentence('capture.and-more', { first: saidBy(refusal), more }), {
    cause: refusal.cause,
  });
}

const mostFactsBytes = 64 * 1024;
const factsMs = 30_000;

/** What ffmpeg tells of a file when it is asked for nothing else. */
async function readFacts(
  ffmpeg: string,
  input: string[],
): Promise<{ tracks: readonly string[]; durationSec: number }> {
  const child = spawn(ffmpeg, input, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: programEnvironment(process.env),
    windowsHide: true,
    timeout: factsMs,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => (said = (said + text).slice(0, mostFactsBytes)));
  await once(child, 'close');
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/.exec(said) ?? [];
  const durationSec = Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return { tracks: audioTracksIn(said), durationSec };
}

/** The languages of a file's audio tracks, by what ffmpeg says of it; empty where a track names none. */
export function audioTracksIn(said: string): string[] {
  return Array.from(said.matchAll(/^ +Stream #0:\d+(?:\[\w+\])?(?:\((\w+)\))?: Audio:/gm), ([, language]) =>
    language === undefined || language === 'und' ? '' : language,
  );
}

/**
 * What makes one of several tracks, such as the microphone and the machine's sound that a screen recorder keeps apart: left to
 * itself ffmpeg takes one of them and leaves out whoever speaks on the others. The same talk in several languages is no such thing:
 * of that it takes the one that the file says is the usual one.
 */
export function mixOf(tracks: readonly string[]): string[] {
  const languages = new Set(tracks.filter((language) => language !== ''));
  if (tracks.length < 2 || languages.size > 1) return [];
  const inputs = tracks.map((_language, index) => `[0:a:${index}]`).join('');
  const mix = `${inputs}amix=inputs=${tracks.length}:duration=longest:normalize=0[mix]`;
  return ['-filter_complex', mix, '-map', '[mix]'];
}

type ReadHow = {
  blockBytes: number;
  signal: AbortSignal;
  named: NamedFile;
  /** What it reads, where that is no file. */
  feed?: Readable | null;
};

async function* readBlocks(
  ffmpeg: string,
  input: string[],
  { blockBytes, signal, named, feed = null }: ReadHow,
): AsyncGenerator<Int16Array> {
  const form = [
    '-vn',
    '-sn',
    '-dn',
    '-ac',
    '1',
    '-ar',
    String(pcmFormat.sampleRateHz),
    '-f',
    's16le',
    'pipe:1',
  ];
  const child = spawn(ffmpeg, ['-loglevel', 'error', ...input, ...form], {
    stdio: [feed === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: programEnvironment(process.env),
    windowsHide: true,
  });
  // It may end before it has taken all; its exit code says whether that is a failure.
  if (feed !== null && child.stdin !== null) pipeline(feed, child.stdin).catch(() => undefined);
  const closed = once(child, 'close') as Promise<[number | null]>;
  // Awaited below; what fails before that is no unhandled rejection.
  closed.catch(() => undefined);
  let problem = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (problem = (problem + text).slice(-2_000)));
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const bytes of child.stdout as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      let at = 0;
      for (; rest.length - at >= blockBytes; at += blockBytes)
        yield samplesOf(rest.subarray(at, at + blockBytes));
      rest = rest.subarray(at);
    }
    if (rest.length >= pcmFormat.bytesPerSample) yield samplesOf(rest);
    const [exitCode] = await closed;
    if (exitCode === 0 || signal.aborted) return;
    const line = problem.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    throw new AppError(
      'bad-input',
      sentence('capture.conversion-ended', { name: basename(named.name), why: line }),
    );
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
    await closed.catch(() => undefined);
  }
}

/** A copy: samples lie at even places only. */
function samplesOf(bytes: Buffer): Int16Array {
  const samples = new Int16Array(Math.floor(bytes.length / pcmFormat.bytesPerSample));
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(i * 2);
  return samples;
}

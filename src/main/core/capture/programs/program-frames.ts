import { spawn, type ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { samplesToSec, secToSamples, type Frame } from '../../../../shared/sound/audio.ts';
import { createDownmix, splitChannels, toInt16 } from '../../../../shared/sound/downmix.ts';
import { programEnvironment } from '../../lifecycle/lifecycle.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createGate } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

const killAfterMs = 1_000;
const keptStderrChars = 2_000;
// 100 ms: what a frame may hold at most, however late it is fetched.
const maxFrameSamples = secToSamples(0.1);
// A minute. The consumer writes to disk; when that has not worked for so long, sound is lost and must be told.
const maxWaitingSec = 60;

// What was read together with a line on stderr, or a moment before it, may be what the line speaks of.
const sameMomentMs = 100;

/** Something to run, by its full path. */
export type Program = {
  path: string;
  arguments: readonly string[];
  /** Of the PCM that it writes, side by side; one when absent. */
  channels?: number;
  /**
   * Reads a line of its stderr, written before the first sample that it concerns; answers why what follows is another
   * device's sound, or `null`.
   */
  lossIn?: (line: string) => AppError | null;
};

/**
 * The samples that a program writes to its stdout as raw PCM (16 kHz s16le), as one channel, until `signal` fires.
 * The program is ended and waited for in every case.
 * @throws AppError `no-device` when it ends by itself, or what `lossIn` answers
 */
export async function* captureFromProgram(
  program: Program,
  options: { clock: Clock; environment: NodeJS.ProcessEnv; signal: AbortSignal },
): AsyncGenerator<Frame> {
  const { clock, signal } = options;
  const isStopped = (): boolean => signal.aborted;
  if (isStopped()) return;
  const child = spawn(program.path, program.arguments, {
    env: programEnvironment(options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { channels = 1, lossIn = () => null } = program;
  const frameBytes = 2 * channels;
  const downmix = createDownmix();
  let waiting: { bytes: Buffer; readMs: number }[] = [];
  let waitingBytes = 0;
  let stderr = '';
  const outcome: { exited: boolean; problem: AppError | null } = { exited: false, problem: null };
  const gate = createGate();

  child.stdout.on('data', (bytes: Buffer) => {
    // What was heard before the end is still given; a program that does not stop must not prolong it.
    // And behind a hole the samples would be in the wrong place.
    if (signal.aborted || outcome.problem !== null) return;
    waiting.push({ bytes, readMs: clock.monotonicMs() });
    waitingBytes += bytes.length;
    if (waitingBytes > maxWaitingSec * 16_000 * frameBytes) {
      outcome.problem ??= new AppError('storage-failed', sentence('capture.disk-too-slow'));
      // Nothing that it hears from here on is kept.
      child.kill('SIGTERM');
    }
    gate.wake();
  });
  let begunLine = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    // A program that redraws a line of figures ends it with a carriage return.
    const lines = (begunLine + text).split(/[\r\n]+/);
    begunLine = (lines.pop() ?? '').slice(-keptStderrChars);
    for (const line of lines) readLine(line);
  });
  function readLine(line: string): void {
    if (line === '' || line.startsWith('Time: ')) return;
    stderr = `${stderr}${line}\n`.slice(-keptStderrChars);
    const loss = lossIn(line);
    if (loss === null || outcome.problem !== null || signal.aborted) return;
    outcome.problem = loss;
    const nowMs = clock.monotonicMs();
    waiting = waiting.filter(({ readMs }) => nowMs - readMs > sameMomentMs);
    gate.wake();
  }
  const gone = new Promise<void>((resolve) => {
    const onEnd = (error?: Error): void => {
      outcome.exited = true;
      if (!signal.aborted)
        outcome.problem ??= endedByItself(program.path, error?.message ?? stderr + begunLine);
      gate.wake();
      resolve();
    };
    child.once('error', onEnd);
    child.once('close', () => onEnd());
  });

  let firstSample = 0;
  let rest = Buffer.alloc(0);
  try {
    for (;;) {
      if (waiting.length === 0) {
        if (isStopped()) return;
        if (outcome.problem !== null) throw outcome.problem;
        // It rejects when the signal fires, which the next round sees.
        await gate.until(() => waiting.length > 0 || outcome.problem !== null, signal).catch(() => undefined);
        continue;
      }
      // What stderr says of these samples is written before them, but may be read after them: in the same turn of the
      // event loop, or in the next one.
      await nextTurn();
      await nextTurn();
      const taken = waiting;
      waiting = [];
      waitingBytes = 0;
      const lastMs = taken.at(-1)?.readMs ?? clock.monotonicMs();
      const bytes = Buffer.concat([rest, ...taken.map((piece) => piece.bytes)]);
      const usable = bytes.length - (bytes.length % frameBytes);
      rest = Buffer.from(bytes.subarray(usable));
      if (usable === 0) continue;
      const pieces = toSamples(bytes.subarray(0, usable));
      const samples = channels === 1 ? pieces : toInt16(downmix(splitChannels(pieces, channels)));
      for (let at = 0; at < samples.length; at += maxFrameSamples) {
        const pcm = samples.subarray(at, at + maxFrameSamples);
        // What comes after it in the same piece was heard after it.
        const laterSamples = samples.length - at - pcm.length;
        yield { firstSample, pcm, heardMs: lastMs - samplesToSec(laterSamples) * 1_000 };
        firstSample += pcm.length;
      }
    }
  } finally {
    await end(child, gone, () => outcome.exited);
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A copy, because the samples must begin at an even address. */
function toSamples(bytes: Buffer): Int16Array {
  const pcm = new Int16Array(bytes.length / 2);
  bytes.copy(Buffer.from(pcm.buffer));
  return pcm;
}

async function end(child: ChildProcess, gone: Promise<void>, isGone: () => boolean): Promise<void> {
  if (isGone()) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    // A grandchild may hold the pipes open; nobody listens to it any more.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, killAfterMs);
  await gone;
  clearTimeout(timer);
}

function endedByItself(path: string, why: string): AppError {
  const reason = why.trim().split('\n').at(-1) ?? '';
  return new AppError(
    'no-device',
    sentence('capture.program-ended', { program: basename(path), why: reason }),
  );
}

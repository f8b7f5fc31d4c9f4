import { AppError } from '../../../shared/errors.ts';
import type { ConnectionStatus } from '../../../shared/session/health.ts';
import { noBytes, noChunks, type ChunkCounts } from '../../../shared/session/session.ts';
import type { OpenedTarget, SessionStreams, SessionStreamsOptions, Streaming } from '../ports/ports.ts';

const notConnected: ConnectionStatus = { phase: 'idle', sentence: 'Nothing is streamed in this mode.' };

export function createSessionStreams(options: SessionStreamsOptions): SessionStreams {
  const streams: { target: OpenedTarget; streaming: Streaming }[] = [];
  let lines = 0;
  /** How often a target could not transcribe, and what it said last. */
  let untranscribed = 0;
  let lastSaid = '';
  let problem: AppError | null = null;

  const newest = (): Streaming | undefined => streams.at(-1)?.streaming;

  async function finishOne({ target, streaming }: (typeof streams)[number]): Promise<AppError | null> {
    const outcome = await streaming.done;
    await target.close();
    if (outcome.complete) return null;
    return outcome.code === undefined
      ? new AppError('unreachable', undelivered(outcome.sentence, streaming.counts()))
      : new AppError(outcome.code, outcome.sentence);
  }

  return {
    open(target, start) {
      newest()?.finish();
      const streaming = target.openStreaming(start, {
        signal: options.signal,
        onLine(line) {
          lines += 1;
          problem = null;
          options.onLine(line);
        },
        onStoredLine(line) {
          lines += 1;
          problem = null;
          options.onStoredLine?.(line);
        },
        onTargetProblem(sentence) {
          untranscribed += 1;
          lastSaid = sentence;
          problem = new AppError('engine-failed', sentence);
          options.onChange();
        },
      });
      streams.push({ target, streaming });
    },
    recorded: (samples) => newest()?.recorded(samples),
    async finish() {
      newest()?.finish();
      const failures = await Promise.all(streams.map(finishOne));
      const failure = failures.find((one) => one !== null) ?? problem;
      if (failure !== null) return failure;
      return untranscribed === 0 ? null : partlyUntranscribed(untranscribed, lastSaid);
    },
    tryNow: () => newest()?.tryNow(),
    wakeUp() {
      for (const { streaming } of streams) streaming.wakeUp();
    },
    counts: () =>
      sum(
        noChunks,
        streams.map(({ streaming }) => streaming.counts()),
      ),
    bytes: () =>
      sum(
        noBytes,
        streams.map(({ streaming }) => streaming.bytes()),
      ),
    connection: () => newest()?.connection() ?? notConnected,
    pendingSec: () => streams.reduce((total, { streaming }) => total + streaming.pendingSec(), 0),
    lines: () => lines,
    problem: () => problem,
  };
}

function sum<T extends Record<string, number>>(zero: T, all: readonly T[]): T {
  const names = Object.keys(zero);
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((total, counts) => total + (counts[name] ?? 0), 0)]),
  ) as T;
}

function undelivered(sentence: string, counts: ChunkCounts): string {
  if (counts.pending === 0) return sentence;
  return `${sentence} ${counts.pending} of ${counts.captured} chunks were not delivered; the recording is kept.`;
}

function partlyUntranscribed(times: number, lastSaid: string): AppError {
  const stretches = times === 1 ? 'a stretch' : `${times} stretches`;
  return new AppError(
    'engine-failed',
    `The target could not transcribe ${stretches} of audio. ${lastSaid} The recording is whole.`,
  );
}

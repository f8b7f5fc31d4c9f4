import { AppError } from '../../../shared/errors.ts';
import type { ConnectionStatus } from '../../../shared/session/status.ts';
import { dueOf } from '../../../shared/session/outcome.ts';
import { noBytes, noChunks } from '../../../shared/session/no-counts.ts';
import type { ChunkCounts, TranscriptLine } from '../../../shared/session/session.ts';
import { samplesToSec } from '../../../shared/sound/audio.ts';
import type {
  OpenedTarget,
  SessionStreams,
  SessionStreamsOptions,
  Streaming,
  StreamStart,
} from '../ports/ports.ts';
import { asTold, saidIn, sentence, tell, type Sentence } from '../../../shared/words/all-words.ts';

type OneStream = {
  target: OpenedTarget;
  streaming: Streaming;
  start: StreamStart;
  /** Kept where the target can be asked what it stored. */
  lines: TranscriptLine[];
  /** What it had stored before. */
  earlierRows: Promise<number>;
};

const notConnected: ConnectionStatus = { phase: 'idle', ...tell('link.nothing-streamed') };

export function createSessionStreams(options: SessionStreamsOptions): SessionStreams {
  const streams: OneStream[] = [];
  let lines = 0;
  let recordedSamples = 0;
  /** How often a target could not transcribe, and what it said last. */
  let untranscribed = 0;
  let lastSaid = asTold('');
  let problem: AppError | null = null;

  const newest = (): Streaming | undefined => streams.at(-1)?.streaming;

  /** Once for each target that was sent something, after its last answer. */
  async function readBack({ target, streaming, start }: OneStream): Promise<void> {
    const ofTarget = streams.filter((one) => one.target.name === target.name);
    const isLast = ofTarget.at(-1)?.streaming === streaming;
    if (target.readBack === undefined || !isLast || options.signal.aborted) return;
    if (ofTarget.every((one) => one.streaming.counts().sent === 0)) return;
    const shown = [...(options.earlierLines ?? []), ...ofTarget.flatMap((one) => one.lines)];
    const missing = await target.readBack.missing({
      sessionId: start.session.sessionId,
      names: streaming.meetingNames?.() ?? [start.session.meetingId],
      shown: shown.toSorted((a, b) => a.startSec - b.startSec),
      earlierRows: (await ofTarget[0]?.earlierRows) ?? 0,
      endSec: samplesToSec(recordedSamples),
      signal: options.signal,
    });
    for (const line of missing) {
      lines += 1;
      options.onLine(line);
    }
  }

  /** A meeting of that name may be older than this session. */
  function rowsBefore({ readBack: ask }: OpenedTarget, { session }: StreamStart): Promise<number> {
    const isNew = session.meetingId === session.sessionId && options.isSentAgain !== true;
    return ask === undefined || isNew ? Promise.resolve(0) : ask.count(session.meetingId, options.signal);
  }

  async function finishOne(one: OneStream): Promise<AppError | null> {
    const { target, streaming } = one;
    const outcome = await streaming.done;
    await readBack(one);
    await target.close();
    if (outcome.complete) return null;
    const { action = null } = outcome;
    return outcome.code === undefined
      ? new AppError('unreachable', undelivered(saidIn(outcome), streaming.counts()), { action })
      : new AppError(outcome.code, saidIn(outcome), { action });
  }

  return {
    open(target, start) {
      newest()?.finish();
      const told: TranscriptLine[] = [];
      const streaming = target.openStreaming(start, {
        signal: options.signal,
        onLine(line) {
          lines += 1;
          problem = null;
          if (target.readBack !== undefined) told.push(line);
          options.onLine(line);
        },
        onStoredLine(line) {
          lines += 1;
          problem = null;
          options.onStoredLine?.(line);
        },
        onProgress: () => options.onProgress?.(),
        onTargetProblem(said) {
          untranscribed += 1;
          lastSaid = said;
          problem = new AppError('engine-failed', said);
          options.onChange();
        },
      });
      streams.push({ target, streaming, start, lines: told, earlierRows: rowsBefore(target, start) });
    },
    recorded(samples) {
      recordedSamples = samples;
      newest()?.recorded(samples);
    },
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
    waitingBytes() {
      const open = streams.flatMap(({ streaming }) => streaming.waitingBytes() ?? []);
      return open.length === 0 ? null : open.reduce((total, bytes) => total + bytes, 0);
    },
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

function undelivered(why: Sentence, counts: ChunkCounts): Sentence {
  const { pending } = counts;
  return pending === 0 ? why : sentence('link.undelivered', { why, pending, due: dueOf(counts) });
}

function partlyUntranscribed(times: number, lastSaid: Sentence): AppError {
  return new AppError('engine-failed', sentence('stream.part-untranscribed', { times, lastSaid }));
}

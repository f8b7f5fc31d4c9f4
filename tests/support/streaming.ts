import { sayIt } from '../../src/shared/words/all-words.ts';
import { onTestFinished } from 'vitest';
import type { EventDraft } from '../../src/shared/events/events.ts';
import type { TranscriptLine } from '../../src/shared/session/session.ts';
import { settingsSchema, type Settings } from '../../src/shared/settings/settings.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import type {
  ChunkRef,
  Clock,
  FrameOnWire,
  SpeechDetector,
  Streaming,
} from '../../src/main/core/ports/ports.ts';
import { directDial, type Dial } from '../../src/main/core/network/network.ts';
import { openStreaming } from '../../src/main/core/stream/open-streaming.ts';
import type { ChunkChange } from '../../src/main/core/stream/outbox/outbox-store.ts';
import { counterSamples } from './counter-wav.ts';

/** A stream without a session, and everything that it tells. */
export type TestStream = Streaming & {
  events: EventDraft[];
  frames: FrameOnWire[];
  lines: TranscriptLine[];
  problems: string[];
  changes: ChunkChange[];
  abort(): void;
};

export type TestStreamOptions = {
  settings?: Partial<Settings['stream']>;
  clock?: Clock;
  maxRate?: number;
  dial?: Dial;
  firstSample?: number;
  undelivered?: readonly ChunkRef[];
  absentAfterFinishMs?: number;
  /** Leaves out silence. */
  detector?: SpeechDetector;
};

/** Streams counting samples to `url` as the session `s1` of the meeting `meeting-1`; it ends with the test. */
export function streamTo(url: string, options: TestStreamOptions = {}): TestStream {
  const events: EventDraft[] = [];
  const frames: FrameOnWire[] = [];
  const lines: TranscriptLine[] = [];
  const problems: string[] = [];
  const changes: ChunkChange[] = [];
  const aborting = new AbortController();
  const streaming = openStreaming(
    {
      session: { sessionId: 's1', meetingId: 'meeting-1', title: 'A meeting', startedMs: 0 },
      read: (firstSample, count) => Promise.resolve(counterSamples(count, firstSample)),
      track: 'system',
      firstSample: options.firstSample ?? 0,
      undelivered: options.undelivered ?? [],
      absentAfterFinishMs: options.absentAfterFinishMs ?? 20_000,
    },
    {
      signal: aborting.signal,
      onLine: (line) => lines.push(line),
      onTargetProblem: (said) => problems.push(sayIt(said)),
    },
    {
      dial: options.dial ?? directDial(url),
      target: 'test',
      version: '0.0.0',
      settings: { ...settingsSchema.parse({}).stream, ...options.settings },
      detector: options.detector ?? null,
      maxRate: options.maxRate ?? Number.POSITIVE_INFINITY,
      saveChunks: (_key, batch) => {
        changes.push(...batch);
        return Promise.resolve();
      },
      clock: options.clock ?? createSystemClock(),
      record: (event) => events.push(event),
      recordFrame: (frame) => frames.push(frame),
      onChange: () => undefined,
    },
  );
  onTestFinished(async () => {
    aborting.abort();
    streaming.finish();
    await streaming.done;
  });
  return Object.assign(streaming, {
    events,
    frames,
    lines,
    problems,
    changes,
    abort: () => aborting.abort(),
  });
}

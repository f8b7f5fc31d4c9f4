import { randomUUID } from 'node:crypto';
import type { Frame, SourceName } from '../../../../shared/sound/audio.ts';
import {
  captureAnswerSchema,
  type CaptureAnswer,
  type CaptureRequest,
} from '../../../../shared/sound/capture.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { AudioSource, Capture, CapturePage, Clock } from '../../ports/ports.ts';
import { createFrameQueue, type FrameQueue } from '../frames/frame-queue.ts';
import { refusedByPage } from './page-refusal.ts';
import { SourceLost } from '../watch/source-lost.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// A page answers a ping within a few ms. It is asked when frames stay away for half the time after which the
// source counts as lost, so that by then it is known whether the page hangs.
const pingAfterMs = 1_000;
// A person may have to answer the system's question first.
const startTimeoutMs = 120_000;

/**
 * A source that a page of the host captures, from the moment it is opened.
 * @throws AppError `no-device` when the page, the browser or the system refuses
 */
export async function openPageSource(
  source: SourceName,
  options: { capture: Capture; clock: Clock },
): Promise<AudioSource> {
  const { clock } = options;
  const page = await options.capture.openPage();
  const talk = talkTo(page, source, clock);
  try {
    const description = await talk.started();
    return {
      source,
      description,
      expectedSamples: null,
      frames: (signal) => talk.frames(signal),
      close: () => talk.end(),
    };
  } catch (error) {
    talk.end();
    throw error;
  }
}

type Talk = {
  /** Resolves with what is captured, for people. */
  started(): Promise<string>;
  frames(signal: AbortSignal): AsyncGenerator<Frame>;
  end(): void;
};

function talkTo(page: CapturePage, source: SourceName, clock: Clock): Talk {
  const id = randomUUID();
  const queue: FrameQueue = createFrameQueue();
  const opening = Promise.withResolvers<string>();
  let cancelPing: (() => void) | null = null;
  let isHanging = false;
  let hasStarted = false;
  let ended = false;
  const post = (request: CaptureRequest): void => page.post(request);

  function expectSign(): void {
    cancelPing?.();
    isHanging = false;
    cancelPing = clock.after(pingAfterMs, () => {
      isHanging = true;
      post({ type: 'ping', id });
      // Once it captures, whoever waits for frames decides.
      cancelPing = clock.after(pingAfterMs, () => {
        if (!hasStarted) page.discard();
      });
    });
  }

  function lose(loss: AppError): void {
    opening.reject(loss);
    queue.fail(loss);
  }

  function hear(answer: CaptureAnswer): void {
    expectSign();
    switch (answer.type) {
      case 'started':
        hasStarted = true;
        opening.resolve(answer.description);
        break;
      case 'frame':
        queue.put(placed(answer, clock.monotonicMs()));
        break;
      case 'lost':
        lose(new SourceLost(answer.reason, answer.sentence));
        break;
      case 'failed':
        lose(refusedByPage(source, answer));
        break;
      case 'pong':
        break;
      default:
        answer satisfies never;
    }
  }

  const stopListening = page.listen((message) => {
    const parsed = captureAnswerSchema.safeParse(message);
    if (parsed.success && parsed.data.id === id) hear(parsed.data);
  });
  void page.closed.then(() => lose(new SourceLost('helper-exited', sentence('capture.page-ended'))));
  const cancelTimeout = clock.after(startTimeoutMs, () =>
    opening.reject(new AppError('no-device', sentence('capture.not-answered'))),
  );
  opening.promise.catch(() => undefined);
  expectSign();
  post({ type: 'start', id, source });

  function end(): void {
    if (ended) return;
    ended = true;
    cancelPing?.();
    cancelTimeout();
    stopListening();
    post({ type: 'stop', id });
    page.release();
  }

  async function* frames(signal: AbortSignal): AsyncGenerator<Frame> {
    try {
      yield* queue.frames(signal);
    } finally {
      // Silence of the device is one thing, a page that does not even answer another.
      if (isHanging && signal.reason instanceof SourceLost) page.discard();
      end();
    }
  }

  return {
    async started() {
      const description = await opening.promise;
      cancelTimeout();
      return description;
    },
    frames,
    end,
  };
}

function placed(answer: Extract<CaptureAnswer, { type: 'frame' }>, heardMs: number): Frame {
  return { firstSample: answer.firstSample, pcm: new Int16Array(answer.pcm), heardMs };
}

import type { Frame, GapReason } from '../../../../shared/sound/audio.ts';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock, SourceChange } from '../../ports/ports.ts';
import { createFramePlacement } from '../frames/frame-placement.ts';
import { pauseBeforeTry, type WaitForSign } from './away.ts';
import { clockSet, drifting, onlyZeros, restarted, restarting } from './source-changes.ts';
import { SourceLost } from './source-lost.ts';
import { createTrackClock, tickMs } from '../frames/track-clock.ts';
import { createZeroRun } from '../frames/zero-run.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// A running source delivers frames in silence too, 20 a second: none for so long means that it is dead.
const noFramesMs = 2_000;
// A Bluetooth headset, or an idle output that renders two seconds ahead, needs longer for the first.
const noFirstFrameMs = 4_000;
// The host's word of a sleep that the clocks have shown already comes a moment later, and is no second sleep.
const sameSleepMs = 10_000;
// After so long a next loss is a new one, whose first try comes at once.
const healthyAfterMs = 2_000;
// A track whose source is away is filled so often, so that the other track of the session is not held up by it ...
const fillEveryMs = 1_000;
// ... and not up to this moment: what a recorder buffered when the source comes back has its place there.
const fillBehindMs = 1_000;

type WatchOptions = {
  clock: Clock;
  /** Ms since the machine was started, the time asleep included. */
  sinceBootMs: () => number;
  /** Calls a listener when the machine wakes up, where the host hears of that. Answers how to end it. */
  onWake?: (listener: () => void) => () => void;
  /** How the source is opened for the first time, where that differs. */
  openFirst?: () => Promise<AudioSource>;
  waitForSign?: WaitForSign;
};

/**
 * A live source that is opened again when it is lost: without frames for 2 s (4 s for the first), at its end, after a sleep, or when
 * it throws `SourceLost`. It is waited for as long as the recording runs. Its track is as long as the time that passed,
 * with each absence as a gap. Silence is no loss.
 * @throws AppError what the first opening throws
 */
export async function watchSource(
  open: () => Promise<AudioSource>,
  options: WatchOptions,
): Promise<AudioSource> {
  const first = await (options.openFirst ?? open)();
  return {
    source: first.source,
    description: first.description,
    expectedSamples: null,
    frames: (signal, onChange = () => undefined) => keepCapturing({ first, open }, options, signal, onChange),
    ...(first.close !== undefined && { close: () => first.close?.() }),
  };
}

async function* keepCapturing(
  { first, open }: { first: AudioSource; open: () => Promise<AudioSource> },
  { clock, sinceBootMs, onWake = () => () => undefined, waitForSign }: WatchOptions,
  signal: AbortSignal,
  onChange: (change: SourceChange) => void,
): AsyncGenerator<Frame> {
  const trackClock = createTrackClock(clock, sinceBootMs);
  const placement = createFramePlacement(trackClock);
  const zeroRun = createZeroRun();
  const endings = new Set<Promise<unknown>>();
  let watched = new AbortController();
  let waitingMs: number | null = null;
  let allowedMs = noFirstFrameMs;
  /** Why there is no sound now. */
  let lost: GapReason | null = null;
  let tries = 0;
  let isExplained = false;
  let isDriftTold = false;
  let sleptAtMs = Number.NEGATIVE_INFINITY;
  const isStopped = (): boolean => signal.aborted;

  function keepUntilEnd(work: Promise<unknown>): void {
    const ending = work.catch(() => undefined).finally(() => endings.delete(ending));
    endings.add(ending);
  }

  function compareClocks(): void {
    const tick = trackClock.tick();
    switch (tick.kind) {
      case 'slept':
        if (lost !== null) lost = 'sleep';
        sleptAtMs = clock.monotonicMs();
        watched.abort(
          new SourceLost('sleep', sentence('capture.slept-for', { sec: Math.round(tick.sleptMs / 1_000) })),
        );
        return;
      case 'stalled':
        placement.noteStall();
        return;
      case 'clock-set':
        onChange(clockSet(tick.byMs));
        break;
      case 'steady':
        break;
      default:
        tick satisfies never;
    }
    if (waitingMs === null) return;
    waitingMs += tick.awakeMs;
    if (waitingMs >= allowedMs)
      watched.abort(
        new SourceLost('no-frames', sentence('capture.no-sound-for', { sec: Math.round(allowedMs / 1_000) })),
      );
  }

  /** A device may go on after a sleep as if nothing had been, or deliver nothing: it is opened again. */
  function wakeUp(): void {
    if (clock.monotonicMs() - sleptAtMs < sameSleepMs) return;
    watched.abort(new SourceLost('sleep', sentence('capture.slept')));
  }

  /** What `work` comes to; while the source is away the track goes on without it. */
  async function* filling<T>(work: Promise<T>): AsyncGenerator<Frame, T> {
    if (lost === null) return await work;
    for (;;) {
      const over = new AbortController();
      const come = await Promise.race([
        work.then((value) => ({ value })),
        sleep(clock, fillEveryMs, over.signal).then(() => null),
      ]).finally(() => over.abort());
      if (come !== null) return come.value;
      yield placement.placeNothing(clock.monotonicMs() - fillBehindMs, lost);
    }
  }

  /**
   * The frames of one source, each with its place, until it ends or is lost, and between them what the track is filled with.
   * A consumer that is busy is not a source that is late.
   */
  async function* framesOf(source: AudioSource, place: (frame: Frame) => Frame): AsyncGenerator<Frame> {
    watched = new AbortController();
    allowedMs = noFirstFrameMs;
    const aborted = rejectOnAbort(watched.signal);
    const iterator = source.frames(AbortSignal.any([signal, watched.signal]))[Symbol.asyncIterator]();
    try {
      for (;;) {
        waitingMs = 0;
        const next = yield* filling(Promise.race([iterator.next(), aborted]));
        waitingMs = null;
        allowedMs = noFramesMs;
        if (next.done === true) return;
        // A frame may come before the next tick, from after a sleep that nobody has seen yet.
        compareClocks();
        watched.signal.throwIfAborted();
        yield place(next.value);
      }
    } finally {
      waitingMs = null;
      watched.abort();
      // Not waited for: a helper that hangs takes a second to be killed, and the next one need not wait.
      keepUntilEnd(Promise.resolve(iterator.return?.()));
    }
  }

  /** A page may ask a person for two minutes; Stop does not wait for that. */
  async function openUnlessStopped(): Promise<AudioSource> {
    const opening = open();
    return Promise.race([opening, rejectOnAbort(signal)]).catch((error: unknown) => {
      if (isStopped()) opening.then((source) => source.close?.()).catch(() => undefined);
      throw error;
    });
  }

  /** Answers why the frames came to an end, or `null` when somebody stopped them. */
  async function* captureUntilLost(opened: AudioSource | null): AsyncGenerator<Frame, SourceLost | null> {
    if (isStopped()) return null;
    try {
      const source = opened ?? (yield* filling(openUnlessStopped()));
      let startedMs: number | null = null;
      yield* framesOf(source, (frame) => {
        const nowMs = clock.monotonicMs();
        const placed = placement.place(frame, frame.heardMs ?? nowMs, lost);
        if (lost !== null) onChange(restarted(lost, tries, source));
        lost = null;
        tellDrift(source);
        startedMs ??= nowMs;
        if (nowMs - startedMs >= healthyAfterMs) tries = 0;
        watchForZeros(source, frame.pcm);
        return placed;
      });
      return isStopped()
        ? null
        : new SourceLost('source-ended', sentence('capture.ended', { source: source.description }));
    } catch (error) {
      return isStopped() ? null : asLoss(error);
    }
  }

  function tellDrift({ description }: AudioSource): void {
    const drift = isDriftTold ? null : placement.drift();
    if (drift === null) return;
    isDriftTold = true;
    onChange(drifting(description, drift));
  }

  /** A system that says why nothing is heard is believed at once; otherwise ten seconds tell. */
  function watchForZeros(source: AudioSource, pcm: Int16Array): void {
    const run = zeroRun.see(pcm);
    if (run === null) return;
    if (run === 'noticed') isExplained = false;
    const explaining = (source.explainSilence?.() ?? Promise.resolve(null)).then((cause) => {
      if (isExplained || (cause === null && run === 'noticed')) return;
      isExplained = true;
      onChange(onlyZeros(source, cause));
    });
    keepUntilEnd(explaining);
  }

  async function* captureAgainAndAgain(): AsyncGenerator<Frame> {
    for (let source: AudioSource | null = first; ; source = null) {
      const loss: SourceLost | null = yield* captureUntilLost(source);
      if (loss === null) return;
      // Neither is the source's failure, and a headset may connect several times.
      if (lost === null && (loss.reason === 'device-changed' || loss.reason === 'sleep')) tries = 0;
      lost ??= loss.reason;
      tries += 1;
      onChange(restarting(loss, tries));
      yield* filling(pauseBeforeTry(tries - 1, { clock, signal, waitForSign }));
    }
  }

  /** The track is as long as the time that passed, also when it ends while the source is away. */
  function* endOfTrack(): Generator<Frame> {
    if (lost !== null) yield placement.placeNothing(clock.monotonicMs(), lost);
  }

  const stopTicking = clock.every(tickMs, compareClocks);
  const stopHearing = onWake(wakeUp);
  try {
    yield* captureAgainAndAgain();
    yield* endOfTrack();
  } catch (error) {
    yield* endOfTrack();
    throw error;
  } finally {
    stopTicking();
    stopHearing();
    await Promise.all(endings);
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(toAppError(signal.reason)), { once: true });
  });
  // At the ordinary end nobody waits for it.
  aborted.catch(() => undefined);
  return aborted;
}

// Permissions are given again, and packages are installed again, while a recording waits.
const comesBack = new Set(['no-device', 'missing-tool']);

/** @throws what a new try cannot change, such as a full disk */
function asLoss(error: unknown): SourceLost {
  if (error instanceof SourceLost) return error;
  if (error instanceof AppError && comesBack.has(error.code))
    return new SourceLost('helper-exited', error.message.replace(/\.$/, ''), { cause: error });
  throw error;
}

import type { Frame } from '../../src/shared/sound/audio.ts';
import { AppError } from '../../src/shared/errors.ts';
import { sleep } from '../../src/main/core/lifecycle/time/sleep.ts';
import type { AudioSource, LevelMeter, SourceChange } from '../../src/main/core/ports/ports.ts';
import { captureTrack } from '../../src/main/core/session/run/capture-track.ts';
import type { GapRow } from '../../src/main/core/session/session-store.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createWriteOnlyRecording } from './write-only-recording.ts';

export const frameMs = 50;
const frameSamples = 800;

/** A fake clock of a machine that sleeps and whose wall clock is set. */
type MachineClock = FakeClock & {
  sinceBootMs: () => number;
  /** Sleep as on Linux: the monotonic clock stands still. */
  sleepFor(ms: number): void;
  /** Sleep as on Windows and macOS, or a process that is stopped: time passes and no timer runs. */
  stallFor(ms: number): void;
  setWall(byMs: number): void;
  /** Lets `ms` pass, and everybody do what there is to do after each frame. */
  pass(ms: number): Promise<void>;
};

export function createMachineClock(): MachineClock {
  const clock = createFakeClock();
  let [asleepMs, stalledMs, setMs] = [0, 0, 0];
  return {
    ...clock,
    nowMs: () => clock.nowMs() + asleepMs + stalledMs + setMs,
    monotonicMs: () => clock.monotonicMs() + stalledMs,
    sinceBootMs: () => clock.monotonicMs() + stalledMs + asleepMs,
    sleepFor: (ms) => void (asleepMs += ms),
    stallFor: (ms) => void (stalledMs += ms),
    setWall: (byMs) => void (setMs += byMs),
    async pass(ms) {
      for (let left = ms; left > 0; left -= frameMs) {
        await clock.advance(Math.min(frameMs, left));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** What a live source does until it is told otherwise. */
type Behaviour = 'sound' | 'zeros' | 'hang' | 'exit' | 'end' | AppError;

/** A live source whose behaviour is set while it runs; opening it fails while it would exit. */
export function createLiveSource(clock: MachineClock) {
  let behaviour: Behaviour = 'sound';
  /** Samples that are there at once, as after a stall during which the helper went on. */
  let backlog = 0;
  let opened = 0;
  let running = 0;
  let isHeld = false;
  let speed = 1;

  async function* frames(signal: AbortSignal): AsyncGenerator<Frame> {
    let firstSample = 0;
    /** What a clock that is off has made of the time. */
    let made = 0;
    running += 1;
    try {
      for (;;) {
        await sleep(clock, frameMs, signal);
        if (signal.aborted || behaviour === 'end') return;
        if (behaviour === 'exit') throw new AppError('no-device', 'parec stopped capturing.');
        if (behaviour instanceof AppError) throw behaviour;
        if (behaviour === 'hang') continue;
        made += frameSamples * speed;
        const length = Math.floor(made) + backlog;
        made -= Math.floor(made);
        backlog = 0;
        const pcm = new Int16Array(length).fill(behaviour === 'zeros' ? 0 : 1_000);
        yield { firstSample, pcm, heardMs: clock.monotonicMs() };
        firstSample += length;
      }
    } finally {
      running -= 1;
    }
  }

  return {
    behave: (next: Behaviour) => void (behaviour = next),
    /** Its clock runs so much faster than the machine's. */
    runAt: (times: number) => void (speed = times),
    catchUp: (samples: number) => void (backlog += samples),
    /** From now on it is opened for ever. */
    hold: () => void (isHeld = true),
    opened: () => opened,
    running: () => running,
    open: (): Promise<AudioSource> => {
      opened += 1;
      if (isHeld) return new Promise<never>(() => undefined);
      if (opened > 1 && behaviour === 'exit')
        return Promise.reject(new AppError('no-device', 'No sound server answers.'));
      return Promise.resolve({ source: 'system', description: 'speakers', expectedSamples: null, frames });
    },
  };
}

/** Captures into a track in memory. */
export function captureInMemory(source: AudioSource) {
  const gaps: GapRow[] = [];
  const changes: SourceChange[] = [];
  const stop = new AbortController();
  const pieces: Int16Array[] = [];
  const recording = createWriteOnlyRecording((pcm) => pieces.push(pcm.slice()));
  const meter: LevelMeter = {
    add: () => undefined,
    markNotCaptured: () => undefined,
    read: () => ({
      source: 'system',
      state: 'unknown',
      peakDb: null,
      rmsDb: null,
      zeroSec: 0,
      quietSec: 0,
    }),
  };
  const done = captureTrack({
    source,
    recording,
    meter,
    maxSamples: Number.MAX_SAFE_INTEGER,
    signal: stop.signal,
    onRecorded: () => undefined,
    onGap: (_source, gap) => void gaps.push(gap),
    onChange: (_source, change) => void changes.push(change),
  });
  done.catch(() => undefined);
  const audio = (): Int16Array => {
    const all = new Int16Array(pieces.reduce((sum, pcm) => sum + pcm.length, 0));
    let at = 0;
    for (const pcm of pieces) {
      all.set(pcm, at);
      at += pcm.length;
    }
    return all;
  };
  return {
    gaps,
    changes,
    done,
    stop: () => stop.abort(),
    samples: () => recording.samples('system'),
    /** Samples of the track that are zero. */
    zeros: () => audio().filter((sample) => sample === 0).length,
    audio,
    types: (): string[] => changes.map(({ type }) => type),
  };
}

import type { Frame, SourceName } from '../../../../shared/sound/audio.ts';
import type { Clock } from '../../ports/ports.ts';
import { SourceLost } from '../watch/source-lost.ts';
import type { SoundDevice, SoundServer } from './sound-server.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// A question that is asked while a slider moves would be asked for each of its steps.
const subscribeAgainMs = 1_000;

/**
 * The frames that `capture` gives until `signal` fires or `device` is the default no longer. From the moment at which the
 * server tells of a change until it is known what changed, frames are held back; what came from another device is dropped.
 * @throws SourceLost `device-changed`
 */
export async function* framesOfDevice(
  source: SourceName,
  options: {
    device: SoundDevice;
    server: SoundServer;
    clock: Clock;
    signal: AbortSignal;
    capture: (signal: AbortSignal) => AsyncIterable<Frame>;
    /** What else would be a loss, asked at each event of the server. */
    otherLoss?: () => Promise<SourceLost | null>;
  },
): AsyncGenerator<Frame> {
  const { signal } = options;
  const changed = new AbortController();
  const watch = watchDevice(source, { ...options, onChange: (loss) => changed.abort(loss) });
  try {
    for await (const frame of options.capture(AbortSignal.any([signal, changed.signal]))) {
      await watch.answered();
      if (changed.signal.aborted) break;
      yield frame;
    }
  } finally {
    await watch.stop();
  }
  if (!signal.aborted) changed.signal.throwIfAborted();
}

type DeviceWatch = {
  /** Resolves when no question is open. */
  answered(): Promise<void>;
  stop(): Promise<void>;
};

function watchDevice(
  source: SourceName,
  options: {
    device: SoundDevice;
    server: SoundServer;
    clock: Clock;
    onChange: (loss: SourceLost) => void;
    otherLoss?: () => Promise<SourceLost | null>;
  },
): DeviceWatch {
  const { device, server, clock, onChange, otherLoss = () => Promise.resolve(null) } = options;
  let events = 0;
  let asking: Promise<void> | null = null;
  let cancelNext = (): void => undefined;
  let stopped = false;

  async function ask(): Promise<void> {
    for (;;) {
      const answered = events;
      const loss = await server
        .findDefault(source)
        .then(async (now) => lossOf(source, device, now) ?? (await otherLoss()))
        // A server that does not answer is for the recorder to notice: it ends, or delivers nothing.
        .catch(() => null);
      if (loss !== null) onChange(loss);
      if (loss !== null || events === answered) break;
    }
    asking = null;
  }

  function onEvent(): void {
    events += 1;
    asking ??= ask();
  }

  let subscription = server.subscribe(onEvent);
  function watchAgainWhenEnded(): void {
    void subscription.ended.then(() => {
      if (stopped) return;
      cancelNext = clock.after(subscribeAgainMs, () => {
        subscription = server.subscribe(onEvent);
        onEvent();
        watchAgainWhenEnded();
      });
    });
  }
  watchAgainWhenEnded();
  // The default may have changed before the first event could be heard.
  onEvent();

  return {
    async answered() {
      while (asking !== null) await asking;
    },
    async stop() {
      stopped = true;
      cancelNext();
      await subscription.stop();
      await asking;
    },
  };
}

function lossOf(source: SourceName, before: SoundDevice, now: SoundDevice | null): SourceLost | null {
  if (now === null)
    return new SourceLost('device-changed', sentence('capture.device-gone', { source, device: before.name }));
  if (now.name !== before.name)
    return new SourceLost('device-changed', sentence('capture.moved', { from: before.name, to: now.name }));
  return now.id === before.id
    ? null
    : new SourceLost('device-changed', sentence('capture.device-back', { source, device: before.name }));
}

import type { Frame, SourceName } from '../../../../shared/sound/audio.ts';
import { watchDefaultDevice } from './default-device.ts';
import { SourceLost } from '../watch/source-lost.ts';

/**
 * The frames that `capture` gives until `signal` fires or another device becomes the default one.
 * @throws SourceLost `device-changed`
 */
export async function* framesWhileDefault(
  source: SourceName,
  options: {
    device: string;
    environment: NodeJS.ProcessEnv;
    signal: AbortSignal;
    capture: (signal: AbortSignal) => AsyncIterable<Frame>;
  },
): AsyncGenerator<Frame> {
  const { device, environment, signal } = options;
  const changed = new AbortController();
  const watch = watchDefaultDevice(source, {
    device,
    environment,
    onChange: (other) =>
      changed.abort(new SourceLost('device-changed', `The sound moved from ${device} to ${other}`)),
  });
  try {
    yield* options.capture(AbortSignal.any([signal, changed.signal]));
  } finally {
    await watch.stop();
  }
  if (!signal.aborted) changed.signal.throwIfAborted();
}

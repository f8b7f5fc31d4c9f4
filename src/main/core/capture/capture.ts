/**
 * Sound as frames of samples: from programs, the capture page or a file; watched, measured, placed in time.
 * Needs the host's capture page where programs cannot capture, and the settings for the devices that were chosen.
 * Owns no files.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Input } from '../../../shared/session/session.ts';
import type { SoundTry } from '../../../shared/sound/sound-check.ts';
import type { AudioSource, LevelMeter } from '../ports/ports.ts';
import { listDevices } from './choice/chosen-device.ts';
import { createListening } from './choice/listening.ts';
import { createLevelMeter } from './frames/level-meter.ts';
import { openLiveSource, openSource, type SourceOptions } from './open-source.ts';
import { findDefaultDevice } from './programs/default-device.ts';
import { trySource } from './sound-check.ts';

export { addressOf, resolveFilePath } from './files/file-path.ts';
export { findDefaultDevice } from './programs/default-device.ts';

export type CaptureService = {
  /**
   * `signal` ends the wait for what a pipe brings.
   * @throws AppError `not-found`, `bad-input`, `no-device`, `missing-tool`, `interrupted`
   */
  openSource(input: Input, signal?: AbortSignal): Promise<AudioSource>;
  /** Captures a source for a moment and looks at the samples. Nothing is kept. */
  trySource(source: SourceName): Promise<SoundTry>;
  /** The name of the device that a source captures. @throws AppError with what to do */
  findDefaultDevice(source: SourceName): Promise<string>;
  createMeter(source: SourceName): LevelMeter;
  handlers: Pick<Handlers, 'sound.devices' | 'sound.listen'>;
  /** Nobody is listened to any more. */
  stop(): Promise<void>;
};

export function startCapture(
  needs: Omit<SourceOptions, 'chosenDevice'> & {
    readSettings: () => Promise<Settings>;
    topics: Pick<TopicHub, 'publish'>;
  },
): CaptureService {
  const chosenDevice = async (source: SourceName): Promise<string | null> =>
    (await needs.readSettings()).sound[source];
  const options = { ...needs, chosenDevice };
  const open = (source: SourceName) => openLiveSource(source, options);
  const listening = createListening({
    ...options,
    open,
    tell: (heard) => needs.topics.publish('sound', heard),
  });
  return {
    openSource: (input, signal) => openSource(input, options, signal),
    trySource: (source) => trySource(open, source, needs.clock),
    findDefaultDevice: (source) => findDefaultDevice(source, needs.environment),
    createMeter: createLevelMeter,
    handlers: {
      'sound.devices': () => listDevices(needs),
      'sound.listen': async ({ source }) => {
        await listening.listen(source);
        return {};
      },
    },
    stop: () => listening.stop(),
  };
}

import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { AudioSource, Clock } from '../../ports/ports.ts';
import { preferring, type ChosenDevice } from '../choice/chosen-device.ts';
import { defaultOf } from './default-device.ts';
import { framesOfDevice } from './frames-of-device.ts';
import { captureFromProgram } from './program-frames.ts';
import { findRecorder } from './recorder.ts';
import { findSoundServer } from './find-sound-server.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * What this Linux machine plays (`system`: the monitor of the sink that was chosen, or of the default one) or hears
 * (`microphone`: the source that was chosen, or the default one), through `parec`, or `pw-record` where that is all there is. Ends with `SourceLost` when another device
 * becomes the default, or the sound server records from another one.
 * @throws AppError `no-device`, `missing-tool`
 */
export async function openPulseSource(
  source: SourceName,
  options: {
    clock: Clock;
    environment: NodeJS.ProcessEnv;
    platform: NodeJS.Platform;
    chosenDevice?: ChosenDevice;
  },
): Promise<AudioSource> {
  const { clock, environment, platform, chosenDevice = () => Promise.resolve(null) } = options;
  if (platform !== 'linux') {
    throw new AppError('no-device', sentence('capture.desktop-only'), { action: { do: 'record-file' } });
  }
  const recorderFor = await findRecorder(source, environment);
  const server = preferring(await findSoundServer(environment), chosenDevice);
  const device = await defaultOf(server, source);
  const program = await recorderFor(device);
  return {
    source,
    description: device.name,
    expectedSamples: null,
    explainSilence: async () => (await server.findDefault(source).catch(() => null))?.silencedBy ?? null,
    frames: (signal) =>
      framesOfDevice(source, {
        device,
        server,
        clock,
        signal,
        capture: (either) => captureFromProgram(program, { clock, environment, signal: either }),
      }),
  };
}

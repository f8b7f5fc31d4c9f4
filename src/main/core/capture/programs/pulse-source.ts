import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { findExecutable } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock } from '../../ports/ports.ts';
import { findDefaultDevice } from './default-device.ts';
import { framesWhileDefault } from './frames-while-default.ts';
import { pwRecordArguments } from './pipewire.ts';
import { captureFromProgram, type Program } from './program-frames.ts';

/**
 * What this Linux machine plays (`system`: the default sink's monitor) or hears (`microphone`: the default
 * source), through `parec`, or `pw-record` where that is all there is. Ends with `SourceLost` when another device
 * becomes the default.
 * @throws AppError `no-device`, `missing-tool`
 */
export async function openPulseSource(
  source: SourceName,
  options: { clock: Clock; environment: NodeJS.ProcessEnv; platform: NodeJS.Platform },
): Promise<AudioSource> {
  const { clock, environment, platform } = options;
  if (platform !== 'linux') {
    throw new AppError(
      'no-device',
      'Live sound is captured by the desktop app on this system. Without it, record a file: --input file:PATH',
    );
  }
  const program = await findRecorder(source, environment);
  const device = await findDefaultDevice(source, environment);
  return {
    source,
    description: device,
    expectedSamples: null,
    frames: (signal) =>
      framesWhileDefault(source, {
        device,
        environment,
        signal,
        capture: (either) => captureFromProgram(program, { clock, environment, signal: either }),
      }),
  };
}

async function findRecorder(source: SourceName, environment: NodeJS.ProcessEnv): Promise<Program> {
  const parec = await findExecutable('parec', environment);
  if (parec !== null) {
    const followed = source === 'system' ? '@DEFAULT_MONITOR@' : '@DEFAULT_SOURCE@';
    return {
      path: parec,
      arguments: [
        `--device=${followed}`,
        '--raw',
        '--format=s16le',
        '--rate=16000',
        '--channels=1',
        '--latency-msec=50',
      ],
    };
  }
  const pwRecord = await findExecutable('pw-record', environment);
  if (pwRecord !== null) {
    return { path: pwRecord, arguments: await pwRecordArguments(pwRecord, source, environment) };
  }
  throw new AppError(
    'missing-tool',
    'Neither parec nor pw-record is installed. Install pulseaudio-utils (or pipewire-bin), then try again.',
  );
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SourceName } from '../../../shared/audio.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { findExecutable } from '../lifecycle/find-executable.ts';
import type { AudioSource } from '../ports.ts';
import { askPipeWire, pwRecordArguments } from './pipewire.ts';
import { captureFromProgram } from './program-frames.ts';

const questionTimeoutMs = 3_000;
// What servers answer where there is no device; `auto_null` is PulseAudio's stand-in for one.
const namesOfNothing = new Set(['', '(null)', '@DEFAULT_SINK@', '@DEFAULT_SOURCE@', 'auto_null']);

/**
 * What this Linux machine plays (`system`: the default sink's monitor) or hears (`microphone`: the default
 * source), through `parec`, or `pw-record` where that is all there is.
 * @throws AppError `no-device`, `missing-tool`
 */
export async function openPulseSource(
  source: SourceName,
  options: { environment: NodeJS.ProcessEnv; platform: NodeJS.Platform },
): Promise<AudioSource> {
  const { environment, platform } = options;
  if (platform !== 'linux') {
    throw new AppError(
      'no-device',
      'Live sound is captured by the desktop app on this system. Without it, record a file: --input file:PATH',
    );
  }
  const program = await findRecorder(source, environment);
  const device = await findDevice(source, environment);
  return {
    source,
    description: device,
    expectedSamples: null,
    frames: (signal) => captureFromProgram(program, { environment, signal }),
  };
}

async function findRecorder(
  source: SourceName,
  environment: NodeJS.ProcessEnv,
): Promise<{ path: string; arguments: string[] }> {
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

/**
 * The name of the default sink or source.
 * @throws AppError `no-device`, `missing-tool`
 */
export async function findDevice(source: SourceName, environment: NodeJS.ProcessEnv): Promise<string> {
  const ask = await findQuestion(source, environment);
  const answer = await ask().catch((cause: unknown) => {
    throw new AppError(
      'no-device',
      `No sound server answers (${firstLine(messageOf(cause))}). Start PulseAudio or PipeWire in this user session.`,
      { cause },
    );
  });
  // Without a microphone the server's default source is what the machine plays.
  const isOnlyMonitor = source === 'microphone' && answer.endsWith('.monitor');
  if (namesOfNothing.has(answer) || isOnlyMonitor) {
    const what = source === 'system' ? 'output' : 'input';
    throw new AppError(
      'no-device',
      `There is no sound ${what} device. Plug one in or choose one in the sound settings.`,
    );
  }
  return answer;
}

/** How to ask for the name of the default sink or source. */
async function findQuestion(
  source: SourceName,
  environment: NodeJS.ProcessEnv,
): Promise<() => Promise<string>> {
  const pactl = await findExecutable('pactl', environment);
  if (pactl !== null) {
    const question = source === 'system' ? 'get-default-sink' : 'get-default-source';
    const options = { env: environment, timeout: questionTimeoutMs };
    return async () => (await promisify(execFile)(pactl, [question], options)).stdout.trim();
  }
  const pwMetadata = await findExecutable('pw-metadata', environment);
  if (pwMetadata !== null) return () => askPipeWire(pwMetadata, source, environment);
  throw new AppError(
    'missing-tool',
    'Neither pactl nor pw-metadata is installed. Install pulseaudio-utils (or pipewire-bin), then try again.',
  );
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('Command failed')) ?? text;
}

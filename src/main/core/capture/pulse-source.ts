import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SourceName } from '../../../shared/audio.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { findExecutable } from '../lifecycle/find-executable.ts';
import type { AudioSource } from '../ports.ts';
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
  const device = await findDevice(source, environment);
  const program = await findRecorder(source, device, environment);
  return {
    source,
    description: device,
    expectedSamples: null,
    frames: (signal) => captureFromProgram(program, { environment, signal }),
  };
}

async function findRecorder(
  source: SourceName,
  device: string,
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
    const sink = source === 'system' ? ['-P', '{ stream.capture.sink = true }'] : [];
    return {
      path: pwRecord,
      arguments: [
        ...sink,
        `--target=${device}`,
        '--raw',
        '--format=s16',
        '--rate=16000',
        '--channels=1',
        '--latency=50ms',
        '-',
      ],
    };
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
  const pactl = await findExecutable('pactl', environment);
  if (pactl === null) {
    throw new AppError('missing-tool', 'pactl is not installed. Install pulseaudio-utils, then try again.');
  }
  const question = source === 'system' ? 'get-default-sink' : 'get-default-source';
  let answer: string;
  try {
    const { stdout } = await promisify(execFile)(pactl, [question], {
      env: environment,
      timeout: questionTimeoutMs,
    });
    answer = stdout.trim();
  } catch (cause) {
    throw new AppError(
      'no-device',
      `No sound server answers (${firstLine(messageOf(cause))}). Start PulseAudio or PipeWire in this user session.`,
      { cause },
    );
  }
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

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('Command failed')) ?? text;
}

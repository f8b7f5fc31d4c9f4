import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, messageOf } from '../../../../shared/errors.ts';

const run = promisify(execFile);
const questionTimeoutMs = 3_000;

/**
 * What `pw-record` has to be told to write 16 kHz mono PCM to its stdout. It follows the default device.
 * @throws AppError `missing-tool` when it is there and does not run
 */
export async function pwRecordArguments(
  pwRecord: string,
  source: SourceName,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const options = { env: environment, timeout: questionTimeoutMs };
  const { stdout: help } = await run(pwRecord, ['--help'], options).catch((cause: unknown) => {
    throw new AppError(
      'missing-tool',
      `${pwRecord} does not run (${messageOf(cause)}). Reinstall pipewire-bin, or install pulseaudio-utils.`,
      { cause },
    );
  });
  return [
    ...(source === 'system' ? ['-P', '{ stream.capture.sink = true }'] : []),
    // 0.3.65 refuses the option and writes raw PCM for a `-` alone; newer ones write an AU file without it.
    ...(help.includes('--raw') ? ['--raw'] : []),
    '--format=s16',
    '--rate=16000',
    '--channels=1',
    '--latency=50ms',
    '-',
  ];
}

/** The default sink or source by PipeWire's metadata, named as PulseAudio would; '' where there is none. */
export async function askPipeWire(
  pwMetadata: string,
  source: SourceName,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const nameOfDefault = async (kind: 'sink' | 'source'): Promise<string> => {
    const question = ['-n', 'default', '0', `default.audio.${kind}`];
    const { stdout } = await run(pwMetadata, question, { env: environment, timeout: questionTimeoutMs });
    return /"name"\s*:\s*"([^"]*)"/.exec(stdout)?.[1] ?? '';
  };
  const sink = await nameOfDefault('sink');
  if (source === 'system') return sink;
  const heard = await nameOfDefault('source');
  // Without a microphone PipeWire names the sink as the source, and means its monitor.
  return heard === sink && sink !== '' ? `${sink}.monitor` : heard;
}

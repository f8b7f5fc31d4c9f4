import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { findExecutable } from '../../lifecycle/lifecycle.ts';
import { askPipeWire } from './pipewire.ts';

const questionTimeoutMs = 3_000;
// What servers answer where there is no device; `auto_null` is PulseAudio's stand-in for one.
const namesOfNothing = new Set(['', '(null)', '@DEFAULT_SINK@', '@DEFAULT_SOURCE@', 'auto_null']);

/**
 * The name of the default sink (`system`) or source (`microphone`).
 * @throws AppError `no-device`, `missing-tool`
 */
export async function findDefaultDevice(source: SourceName, environment: NodeJS.ProcessEnv): Promise<string> {
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

/**
 * Calls `onChange` with the new name as soon as the default is not `device` any more. A recorder stays with the
 * device that was the default when it started, so somebody has to tell. Quiet where the server cannot be asked.
 */
export function watchDefaultDevice(
  source: SourceName,
  options: { device: string; environment: NodeJS.ProcessEnv; onChange: (device: string) => void },
): { stop(): Promise<void> } {
  const { device, environment, onChange } = options;
  const child = spawn('pactl', ['subscribe'], {
    // Its lines are translated.
    env: { ...environment, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'close').catch(() => undefined);
  let events = 0;
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    const answered = events;
    // No device at all is for the recorder to notice: it ends, or delivers nothing.
    const now = await findDefaultDevice(source, environment).catch(() => device);
    if (now !== device) onChange(now);
    else if (events !== answered) return ask();
    asking = null;
  }

  function onEvent(): void {
    events += 1;
    asking ??= ask();
  }

  // Once at the start: the default may have changed before the first event could be heard.
  child.once('spawn', onEvent);
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line.includes(' on server ')) onEvent();
  });
  return {
    async stop() {
      child.kill();
      await gone;
      await asking;
    },
  };
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { limits } from '../machine/limits.ts';

const run = promisify(execFile);

/** Which of a machine's devices a test means: the one that is the default first, or another. */
export type DeviceName = 'speakers' | 'dock' | 'microphone' | 'headset';

/** The tone of each device in Hz: no multiple of another, so that none is taken for another's overtone. */
export const tones: Readonly<Record<DeviceName, number>> = {
  speakers: 440,
  dock: 1_130,
  microphone: 710,
  headset: 1_730,
};

/** A machine with a sound server of its own, whose every device gives its own tone. */
export type SoundMachine = {
  environment: NodeJS.ProcessEnv;
  /** Plugs a device in. */
  add(device: DeviceName): Promise<void>;
  /** Pulls it out. */
  remove(device: DeviceName): Promise<void>;
  makeDefault(device: DeviceName): Promise<void>;
  setMuted(device: DeviceName, isMuted: boolean): Promise<void>;
  setVolume(device: DeviceName, percent: number): Promise<void>;
  setSuspended(device: DeviceName, isSuspended: boolean): Promise<void>;
  /** Kills the sound server. */
  kill(): Promise<void>;
  /** Starts it, with the devices that there were. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function isOutput(device: DeviceName): boolean {
  return device === 'speakers' || device === 'dock';
}

/** What `pactl` does to a device of either kind. */
export function pactlControls(environment: NodeJS.ProcessEnv) {
  const pactl = async (...words: readonly string[]): Promise<string> =>
    (await run('pactl', words, { env: environment, timeout: limits.waitMs })).stdout.trim();
  const kind = (device: DeviceName): string => (isOutput(device) ? 'sink' : 'source');
  return {
    pactl,
    makeDefault: async (device: DeviceName) => {
      await pactl(`set-default-${kind(device)}`, device);
    },
    setMuted: async (device: DeviceName, isMuted: boolean) => {
      await pactl(`set-${kind(device)}-mute`, device, isMuted ? '1' : '0');
    },
    setVolume: async (device: DeviceName, percent: number) => {
      await pactl(`set-${kind(device)}-volume`, device, `${percent}%`);
    },
    setSuspended: async (device: DeviceName, isSuspended: boolean) => {
      await pactl(`suspend-${kind(device)}`, device, isSuspended ? '1' : '0');
    },
  };
}

export async function untilAnswering(ask: () => Promise<unknown>, server: ChildProcess): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!isRunning(server)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

export async function end(
  child: ChildProcess | undefined,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  if (child === undefined || !isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

export function startServer(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): ChildProcess {
  const child = spawn(program, words, { env: environment, stdio: 'ignore' });
  child.on('error', () => undefined);
  return child;
}

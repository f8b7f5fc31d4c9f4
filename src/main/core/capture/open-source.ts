import { uptime } from 'node:os';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Input } from '../../../shared/session/session.ts';
import type { AudioSource, Capture, Clock } from '../ports/ports.ts';
import type { ChosenDevice } from './choice/chosen-device.ts';
import { noDevice } from './programs/default-device.ts';
import { isPipe, openFileSource } from './files/file-source.ts';
import { standardInput } from './pipe/open-pipe.ts';
import { openPipeSource } from './pipe/pipe-source.ts';
import { framesOfDevice } from './programs/frames-of-device.ts';
import { fired, waitForDeviceSign } from './programs/device-signs.ts';
import { findSoundServer } from './programs/find-sound-server.ts';
import { openPageSource } from './page/page-source.ts';
import { openPageStream } from './page/page-stream.ts';
import { openPulseSource } from './programs/pulse-source.ts';
import { openRunning } from './watch/prime-source.ts';
import { watchSource } from './watch/watched-source.ts';

export type SourceOptions = {
  clock: Clock;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** What the host captures; `null` where programs do it. */
  capture: Capture | null;
  /** Calls a listener when the machine wakes up, where the host hears of that. Answers how to end it. */
  onWake: (listener: () => void) => () => void;
  /** Left out, the system's own choice is captured. */
  chosenDevice?: ChosenDevice;
};

/**
 * Live sources are watched: they are opened again when they are lost. `signal` ends the wait for what a pipe brings.
 * @throws AppError `not-found`, `bad-input`, `no-device`, `missing-tool`
 */
export async function openSource(
  input: Input,
  options: SourceOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<AudioSource> {
  if (input.kind === 'file') {
    const { path, speed, raw } = input;
    const isRead = raw === undefined && path !== standardInput && !(await isPipe(path));
    if (isRead) return openFileSource(path, { ...options, speed });
    return openPipeSource(path, { ...options, speed, raw, signal });
  }
  const { kind } = input;
  const { clock, environment, platform } = options;
  const open = (): Promise<AudioSource> => openLiveSource(kind, options);
  return watchSource(open, {
    clock,
    openFirst: () => openRunning(open, clock),
    ...(platform === 'linux' && {
      waitForSign: async (signal) => {
        const server = await findSoundServer(environment).catch(() => null);
        await (server === null ? fired(signal) : waitForDeviceSign(server, { clock, signal }));
      },
    }),
    // Node's uptime counts the time asleep on every system.
    sinceBootMs: () => uptime() * 1_000,
    onWake: options.onWake,
  });
}

/** Unwatched: it ends when it is lost. */
export async function openLiveSource(source: SourceName, options: SourceOptions): Promise<AudioSource> {
  const { capture, clock, platform } = options;
  if (capture?.sources.includes(source) !== true) return openPulseSource(source, options);
  // The page captures what the system chose; a device by name is for the programs.
  const chosen = platform === 'linux' ? await options.chosenDevice?.(source) : null;
  if (typeof chosen === 'string') return openPulseSource(source, options);
  const open = (): Promise<AudioSource> => openPageSource(source, { capture, clock });
  return platform === 'linux' ? followDefault(source, open, options) : open();
}

/** Chromium does not hear that a Linux sound server moves its stream to another device, such as a monitor. */
async function followDefault(
  source: SourceName,
  open: () => Promise<AudioSource>,
  { clock, environment }: SourceOptions,
): Promise<AudioSource> {
  // A server that cannot be asked cannot be followed either; the page captures all the same.
  const server = await findSoundServer(environment).catch(() => null);
  if (server === null) return open();
  const device = await server.findDefault(source).catch(() => undefined);
  if (device === undefined) return open();
  if (device === null) throw noDevice(source);
  const stream = await openPageStream(open, { server, device });
  return {
    ...stream.opened,
    explainSilence: async () => (await server.findDefault(source).catch(() => null))?.silencedBy ?? null,
    frames: (signal) =>
      framesOfDevice(source, {
        ...{ device, server, clock, signal },
        capture: (either) => stream.frames(either),
        otherLoss: () => stream.findMove(),
      }),
  };
}

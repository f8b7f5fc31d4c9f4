import { uptime } from 'node:os';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Input } from '../../../shared/session/session.ts';
import type { AudioSource, Capture, Clock } from '../ports/ports.ts';
import { findDefaultDevice } from './programs/default-device.ts';
import { openFileSource } from './files/file-source.ts';
import { framesWhileDefault } from './programs/frames-while-default.ts';
import { openPageSource } from './page/page-source.ts';
import { openPulseSource } from './programs/pulse-source.ts';
import { watchSource } from './watch/watched-source.ts';

export type SourceOptions = {
  clock: Clock;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** What the host captures; `null` where programs do it. */
  capture: Capture | null;
  /** Calls a listener when the machine wakes up, where the host hears of that. Answers how to end it. */
  onWake: (listener: () => void) => () => void;
};

/**
 * Live sources are watched: they are opened again when they are lost.
 * @throws AppError `not-found`, `bad-input`, `no-device`, `missing-tool`
 */
export function openSource(input: Input, options: SourceOptions): Promise<AudioSource> {
  if (input.kind === 'file') return openFileSource(input.path, { speed: input.speed, clock: options.clock });
  const { kind } = input;
  return watchSource(() => openLiveSource(kind, options), {
    clock: options.clock,
    // Node's uptime counts the time asleep on every system.
    sinceBootMs: () => uptime() * 1_000,
    onWake: options.onWake,
  });
}

/** Unwatched: it ends when it is lost. */
export function openLiveSource(source: SourceName, options: SourceOptions): Promise<AudioSource> {
  const { capture, clock, platform, environment } = options;
  if (capture?.sources.includes(source) !== true) return openPulseSource(source, options);
  const opening = openPageSource(source, { capture, clock });
  return platform === 'linux' ? followDefault(opening, environment) : opening;
}

/** Chromium does not hear that another device becomes the default one of a Linux sound server. */
async function followDefault(
  opening: Promise<AudioSource>,
  environment: NodeJS.ProcessEnv,
): Promise<AudioSource> {
  const opened = await opening;
  // A server that cannot be asked cannot be followed either; the page captures all the same.
  const device = await findDefaultDevice(opened.source, environment).catch(() => null);
  if (device === null) return opened;
  return {
    ...opened,
    frames: (signal) =>
      framesWhileDefault(opened.source, {
        device,
        environment,
        signal,
        capture: (either) => opened.frames(either),
      }),
  };
}

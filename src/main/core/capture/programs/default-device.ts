import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, messageOf, saidBy } from '../../../../shared/errors.ts';
import { findSoundServer } from './find-sound-server.ts';
import type { SoundDevice, SoundServer } from './sound-server.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * The name of the default output (`system`) or input (`microphone`).
 * @throws AppError `no-device`, `missing-tool`
 */
export async function findDefaultDevice(source: SourceName, environment: NodeJS.ProcessEnv): Promise<string> {
  return (await defaultOf(await findSoundServer(environment), source)).name;
}

/** @throws AppError `no-device` */
export async function defaultOf(server: SoundServer, source: SourceName): Promise<SoundDevice> {
  const device = await server.findDefault(source).catch((cause: unknown) => {
    throw noAnswer(cause);
  });
  if (device === null) throw noDevice(source);
  return device;
}

/** What a sound server's own program said, in words that say what to do. */
export function noAnswer(cause: unknown): AppError {
  return new AppError(
    'no-device',
    sentence('capture.no-sound-server', {
      why: cause instanceof AppError ? saidBy(cause) : firstLine(messageOf(cause)),
    }),
    { cause },
  );
}

export function noDevice(source: SourceName): AppError {
  return new AppError('no-device', sentence('capture.no-device', { source }));
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('Command failed')) ?? text;
}

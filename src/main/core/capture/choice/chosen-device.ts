import { sourceNames, type SourceName } from '../../../../shared/sound/audio.ts';
import type { SoundDevices } from '../../../../shared/sound/devices.ts';
import { AppError } from '../../../../shared/errors.ts';
import { allOver } from '../../lifecycle/lifecycle.ts';
import { noAnswer } from '../programs/default-device.ts';
import { findSoundServer } from '../programs/find-sound-server.ts';
import type { SoundServer } from '../programs/sound-server.ts';

/** The name of the device that somebody chose for a source; `null` follows the system. */
export type ChosenDevice = (source: SourceName) => Promise<string | null>;

/**
 * The same server, whose default is the device that somebody chose, as long as that is there. While it is away the
 * system's default is captured: a meeting in the wrong headset's sound is worth more than none.
 */
export function preferring(server: SoundServer, chosen: ChosenDevice): SoundServer {
  return {
    ...server,
    async findDefault(source) {
      const name = await chosen(source);
      const device = name === null ? null : await server.find(source, name);
      return device ?? server.findDefault(source);
    },
  };
}

/** What there is to choose from, for both sources. Never fails: it says why there is nothing. */
export async function listDevices(options: {
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}): Promise<SoundDevices[]> {
  const none = (problem: string | null): SoundDevices[] =>
    sourceNames.map((source) => ({ source, devices: [], usual: null, canChoose: false, problem }));
  if (options.platform !== 'linux') return none(null);
  try {
    const server = await findSoundServer(options.environment);
    return await allOver(
      sourceNames.map(async (source) => {
        const [devices, usual] = await allOver([server.list(source), server.findDefault(source)]);
        const titleOf = (name: string): string =>
          devices.find((device) => device.name === name)?.title ?? name;
        return {
          source,
          devices,
          usual: usual === null ? null : titleOf(usual.name),
          canChoose: true,
          problem: null,
        };
      }),
    );
  } catch (error) {
    return none((error instanceof AppError ? error : noAnswer(error)).message);
  }
}

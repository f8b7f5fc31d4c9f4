import {
  directSettingsSchema,
  type DirectSettings,
} from '../../src/shared/settings/parts/direct-settings.ts';
import { createWhisper, type Whisper } from '../../src/main/core/speech/speech.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/lifecycle.ts';
import { builtWorker } from './built.ts';

/** What engines of this machine are made of, in a folder of the test. */
export function localParts(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
  settings: Partial<DirectSettings> = {},
) {
  return {
    environment,
    temporaryFolder: folder,
    home: folder,
    settings: { ...directSettingsSchema.parse({}), ...settings },
    whisper: testWhisper(),
  };
}

/** Whisper in a process of its own, as the app has it; whoever makes it stops it once it was asked for words. */
export function testWhisper(): Whisper {
  return createWhisper({
    clock: createSystemClock(),
    paths: { workerEntry: builtWorker },
  });
}

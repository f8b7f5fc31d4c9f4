import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DirectSettings } from '../../src/shared/settings/parts/direct-settings.ts';
import { settingsSchema } from '../../src/shared/settings/settings.ts';

/** A program of a user's own as a speech engine. */
export type OwnEngine = {
  /** For `direct.commandLine` of the settings. */
  commandLine: string[];
  /** How often it was started. */
  starts(): Promise<number>;
};

/**
 * Writes a speech engine that is a shell script: in it, `$1` is the audio and `$n` the number of this start, from 1.
 */
export async function makeOwnEngine(folder: string, script: string): Promise<OwnEngine> {
  const path = join(folder, 'own-engine');
  const count = `${path}.starts`;
  await writeFile(path, `#!/bin/sh\necho started >>'${count}'\nn=$(($(wc -l <'${count}')))\n${script}\n`);
  await chmod(path, 0o755);
  return {
    commandLine: [path, '{wav}'],
    async starts() {
      const text = await readFile(count, 'utf8').catch(() => '');
      return text.split('\n').length - 1;
    },
  };
}

/** Gives a home folder settings for direct transcription. */
export async function writeDirectSettings(home: string, direct: Partial<DirectSettings>): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'settings.json'), JSON.stringify(settingsSchema.parse({ direct })));
}

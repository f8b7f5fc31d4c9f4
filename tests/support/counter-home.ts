import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsSchema } from '../../src/shared/settings/settings.ts';
import { writeCounterWav } from './counter-wav.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/**
 * A home folder and a file of counting samples. They are no speech, so nothing is left out of what is sent.
 */
export async function makeCounterHome(
  seconds: number,
): Promise<{ folder: string; home: string; path: string; samples: Int16Array }> {
  const folder = await makeTemporaryFolder();
  const home = join(folder, 'home');
  await makeHomeForCounting(home);
  const path = join(folder, 'counter.wav');
  return { folder, home, path, samples: await writeCounterWav(path, seconds) };
}

/** A home folder in which counting samples are sent. */
export async function makeHomeForCounting(home: string): Promise<void> {
  await mkdir(home);
  const settings = settingsSchema.parse({ stream: { leaveOutSilence: false } });
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
}

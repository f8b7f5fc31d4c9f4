import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A home folder whose sessions send everything: the noise of a bench is no speech to the detector. */
export async function makeSendingHome(folder: string, name: string): Promise<string> {
  const home = join(folder, name);
  await mkdir(home);
  const settings = { version: 1, stream: { leaveOutSilence: false } };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  return home;
}

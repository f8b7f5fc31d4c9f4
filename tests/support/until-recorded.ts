import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Until all of a WAV file is in the track of the only session below `home`. */
export async function untilRecorded(home: string, wav: string): Promise<void> {
  const { size } = await stat(wav);
  await expect
    .poll(async () => {
      const [folder] = await readdir(join(home, 'recordings'));
      return (await stat(join(home, 'recordings', folder ?? '', 'system.wav'))).size;
    })
    .toBe(size);
}

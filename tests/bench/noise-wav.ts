import { open } from 'node:fs/promises';
import { secToSamples } from '../../src/shared/sound/audio.ts';
import { buildWavHeader } from '../../src/shared/sound/wav.ts';

/** Loud, and no speech: what streams it says in its settings that silence is sent too. */
export async function writeNoise(path: string, seconds: number): Promise<void> {
  const second = Int16Array.from({ length: secToSamples(1) }, (_zero, i) => ((i * 7_919) % 20_011) - 10_005);
  const file = await open(path, 'w');
  try {
    await file.write(buildWavHeader(second.byteLength * seconds));
    for (let n = 0; n < seconds; n += 1) await file.write(second);
  } finally {
    await file.close();
  }
}

import { statfs } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/sound/audio.ts';

// Most meetings are over by then.
const leastMinutes = 30;
const bytesPerMinute = 60 * pcmFormat.sampleRateHz * pcmFormat.bytesPerSample;

/** What to tell whoever begins a recording on a disk that it fills soon; `null` where there is room or nobody can say. */
export async function lackOfSpace(home: string, tracks: number): Promise<string | null> {
  const disk = await statfs(home).catch(() => null);
  if (disk === null || disk.blocks === 0) return null;
  const minutes = Math.floor((disk.bavail * disk.bsize) / (bytesPerMinute * tracks));
  if (minutes >= leastMinutes) return null;
  return `${home} has room for ${minutes} min of this recording. Free some of the disk, or give another folder with --home.`;
}

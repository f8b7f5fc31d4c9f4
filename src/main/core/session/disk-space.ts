import { statfs } from 'node:fs/promises';
import { pcmFormat } from '../../../shared/sound/audio.ts';
import type { Notify, RecordEvent } from '../ports/ports.ts';
import { say } from '../../../shared/words/all-words.ts';

// Most meetings are over by then.
const leastMinutes = 30;
const bytesPerMinute = 60 * pcmFormat.sampleRateHz * pcmFormat.bytesPerSample;

/** Tells whoever begins a recording on a disk that it fills soon. */
export async function warnOfSpace(
  tracks: number,
  told: { home: string; record: RecordEvent; notify?: Notify },
): Promise<void> {
  const sentence = await lackOfSpace(told.home, tracks);
  if (sentence === null) return;
  told.record({ kind: 'storage', type: 'storage.low', reason: sentence });
  told.notify?.({ title: say('storage.low.title'), body: sentence, urgency: 'normal' });
}

/** What to tell whoever begins a recording on a disk that it fills soon; `null` where there is room or nobody can say. */
async function lackOfSpace(home: string, tracks: number): Promise<string | null> {
  const disk = await statfs(home).catch(() => null);
  if (disk === null || disk.blocks === 0) return null;
  const minutes = Math.floor((disk.bavail * disk.bsize) / (bytesPerMinute * tracks));
  if (minutes >= leastMinutes) return null;
  return say('storage.low', { home, minutes });
}

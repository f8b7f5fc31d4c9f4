import { secToSamples, type SourceName } from '../../../shared/sound/audio.ts';
import { saidBy } from '../../../shared/errors.ts';
import type { SoundTry } from '../../../shared/sound/sound-check.ts';
import type { AudioSource, Clock } from '../ports/ports.ts';
import { CaptureRefused } from './page/page-refusal.ts';

// A headset takes its time to start, and so does a busy machine.
const startMs = 10_000;
// From the first sample on: long enough for a word to be said.
const listenMs = 3_000;
// One second that holds sound is evidence; nobody needs to wait for more.
const enoughSamples = secToSamples(1);

/** Captures a source for a moment and looks at the samples. Nothing is kept. */
export async function trySource(
  open: (source: SourceName) => Promise<AudioSource>,
  source: SourceName,
  clock: Clock,
): Promise<SoundTry> {
  try {
    return await listenTo(await open(source), clock);
  } catch (error) {
    const why = saidBy(error);
    return error instanceof CaptureRefused ? { outcome: 'refused', why } : { outcome: 'failed', why };
  }
}

async function listenTo(source: AudioSource, clock: Clock): Promise<SoundTry> {
  const over = new AbortController();
  let cancel = clock.after(startMs, () => over.abort());
  let samples = 0;
  let peak = 0;
  try {
    for await (const { pcm } of source.frames(over.signal)) {
      if (samples === 0) {
        cancel();
        cancel = clock.after(listenMs, () => over.abort());
      }
      samples += pcm.length;
      for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
      if (peak > 0 && samples >= enoughSamples) break;
    }
  } finally {
    cancel();
  }
  const peakDb = peak === 0 ? null : 20 * Math.log10(peak / 32_768);
  return { outcome: 'heard', device: source.description, samples, peakDb };
}

import { samplesToSec, type SourceName } from '../sound/audio.ts';

/** What a whole track holds: its length, and the loudest quarter of a second of it, dBFS (`null`: only zeros). */
export type Heard = { samples: number; loudestDb: number | null };

// The hum of an idle sound card is lower, and so is a microphone that is turned down; a voice there is hardly heard.
const silentBelowDb = -47;
// A recording that somebody stopped at once says nothing about the device; a file is all there.
const leastSec = { device: 2, file: 0.5 } as const;
const names = { system: 'system audio', microphone: 'microphone' } as const;
const checks = {
  device: 'Check in the sound settings whether it is muted or turned down',
  file: 'The file itself is like that: check what it was recorded from',
} as const;
const beginning = 'Nothing can be heard on the track of the';

/** What is to be said of a track on which nothing is heard, with what to do; `null` for any other. */
export function silenceNote(
  source: SourceName,
  heard: Heard,
  { cause, kind }: { cause: string | null; kind: 'device' | 'file' },
): string | null {
  if (samplesToSec(heard.samples) < leastSec[kind]) return null;
  const { loudestDb } = heard;
  if (loudestDb !== null && loudestDb >= silentBelowDb) return null;
  const what =
    loudestDb === null ? 'every sample is zero' : `its loudest moment has ${Math.round(loudestDb)} dB`;
  return `${beginning} ${names[source]}: ${what}. ${cause ?? checks[kind]}.`;
}

/** The notes of that kind in the reason of a session. */
export function silenceNotesIn(reason: string | null): string[] {
  const [, ...notes] = (reason ?? '').split(beginning);
  return notes.map((note) => `${beginning}${note}`.trim());
}

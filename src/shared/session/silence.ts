import { samplesToSec, type SourceName } from '../sound/audio.ts';
import { say, sentence } from '../words/words.ts';

/** What a whole track holds: its length, and the loudest quarter of a second of it, dBFS (`null`: only zeros). */
export type Heard = { samples: number; loudestDb: number | null };

// The hum of an idle sound card is lower, and so is a microphone that is turned down; a voice there is hardly heard.
const silentBelowDb = -47;
// A recording that somebody stopped at once says nothing about the device; a file is all there.
const leastSec = { device: 2, file: 0.5 } as const;
// How such a note begins, today and in sessions of earlier versions.
const beginning = /(?=Nothing can be heard on the track of the |(?:No|Hardly any) sound from )/;

/** What is to be said of a track on which nothing is heard, with what to do; `null` for any other. */
export function silenceNote(
  source: SourceName,
  heard: Heard,
  { cause, kind }: { cause: string | null; kind: 'device' | 'file' },
): string | null {
  if (samplesToSec(heard.samples) < leastSec[kind]) return null;
  const { loudestDb } = heard;
  if (loudestDb !== null && loudestDb >= silentBelowDb) return null;
  const check = cause ?? sentence(`silence.check-${kind}`);
  return loudestDb === null
    ? say('silence.zeros', { source, check })
    : say('silence.quiet', { source, db: Math.round(loudestDb), check });
}

/** The notes of that kind in the reason of a session. */
export function silenceNotesIn(reason: string | null): string[] {
  const parts = (reason ?? '').split(beginning);
  return parts.filter((part) => part.search(beginning) === 0).map((note) => note.trim());
}

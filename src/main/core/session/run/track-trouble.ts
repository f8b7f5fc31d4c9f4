import { samplesToSec, type SourceName } from '../../../../shared/sound/audio.ts';
import { silenceNote } from '../../../../shared/session/silence.ts';
import type { LevelMeter, MovedTrack } from '../../ports/ports.ts';

/** How it is told that a track had to go on in another file. */
export function movedSentence({ what, from, path, lost }: MovedTrack): string {
  const saved =
    lost === null
      ? 'Nothing of it was lost'
      : `${samplesToSec(lost.sampleCount).toFixed(1)} s of it were lost`;
  return `Another program touched the recording: ${from} was ${what} while it was written. ${saved}; it goes on in ${path}. Find out which program that was.`;
}

/** What is to be said at the end of tracks on which nothing is heard; `null` where all can be heard. */
export function silenceOf(
  meters: ReadonlyMap<SourceName, LevelMeter>,
  silencedBy: ReadonlyMap<SourceName, string>,
): string | null {
  const notes = [...meters].flatMap(([source, meter]) => {
    const heard = meter.heard?.();
    return heard === undefined ? [] : (silenceNote(source, heard, silencedBy.get(source) ?? null) ?? []);
  });
  return notes.length === 0 ? null : notes.join(' ');
}

import { samplesToSec, type SourceName } from '../../../../shared/sound/audio.ts';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { silenceNote } from '../../../../shared/session/silence.ts';
import type { AudioSource, LevelMeter, MovedTrack } from '../../ports/ports.ts';
import { sayIt, sentence, toldBy, type Sentence } from '../../../../shared/words/all-words.ts';

/** How it is told that a track had to go on in another file. */
export function movedSentence({ what, from, path, lost: gap }: MovedTrack): Sentence {
  const lost =
    gap === null
      ? sentence('file.nothing-lost')
      : sentence('file.lost', { sec: samplesToSec(gap.sampleCount) });
  return sentence('file.moved', { from, what, lost, path });
}

/** What is to be said at the end of tracks on which nothing is heard. */
export function silenceOf(
  sources: readonly AudioSource[],
  meters: ReadonlyMap<SourceName, LevelMeter>,
  silencedBy: ReadonlyMap<SourceName, string>,
): Sentence[] {
  return sources.flatMap(({ source, expectedSamples, isPipe = false }) => {
    const heard = meters.get(source)?.heard?.();
    if (heard === undefined) return [];
    const kind = expectedSamples === null && !isPipe ? 'device' : 'file';
    return silenceNote(source, heard, { cause: silencedBy.get(source) ?? null, kind }) ?? [];
  });
}

/** Why a session is in its state, in words and as codes: what failed, and what is not as it should be. */
export function whyOf(
  failure: AppError | null,
  warnings: readonly Sentence[],
): { reason: string | null; reasons: Sentence[] } {
  const reasons = [...(failure === null ? [] : [toldBy(saidBy(failure)).said]), ...warnings];
  return { reason: reasons.map((part) => sayIt(part)).join(' ') || null, reasons };
}

/** A day: a recording that somebody forgot ends before it has filled a disk (115 MB an hour and track). */
export const longestSec = 86_400;

/** What is to be said of a file that goes on where every recording ends; `null` where it ended by itself. */
export function cutAtLongest(
  { expectedSamples, description }: AudioSource,
  samples: number,
): AppError | null {
  if (samplesToSec(samples) < longestSec) return null;
  const restSec = samplesToSec((expectedSamples ?? samples) - samples);
  if (restSec < 1) return null;
  const hours = (sec: number): string => `${(sec / 3_600).toFixed(1)} h`;
  return new AppError(
    'bad-input',
    sentence('session.longest', { hours: hours(longestSec), restHours: hours(restSec), name: description }),
  );
}

import { samplesToSec, type SourceName } from '../sound/audio.ts';
import { asTold, isKnown, sayIt, sentence, type Sentence } from '../words/words.ts';
import type { SessionSummary } from './session.ts';

/** What a whole track holds: its length, and the loudest quarter of a second of it, dBFS (`null`: only zeros). */
export type Heard = { samples: number; loudestDb: number | null };

// The hum of an idle sound card is lower, and so is a microphone that is turned down; a voice there is hardly heard.
const silentBelowDb = -47;
// A recording that somebody stopped at once says nothing about the device; a file is all there.
const leastSec = { device: 2, file: 0.5 } as const;
// How such a note began in sessions of earlier versions, of whose reasons only the words are known.
const beginning = /(?=Nothing can be heard on the track of the |(?:No|Hardly any) sound from )/;

/** What is to be said of a track on which nothing is heard, with what to do; `null` for any other. */
export function silenceNote(
  source: SourceName,
  heard: Heard,
  { cause, kind }: { cause: string | null; kind: 'device' | 'file' },
): Sentence | null {
  if (samplesToSec(heard.samples) < leastSec[kind]) return null;
  const { loudestDb } = heard;
  if (loudestDb !== null && loudestDb >= silentBelowDb) return null;
  const check = cause ?? sentence(`silence.check-${kind}`);
  return loudestDb === null
    ? sentence('silence.zeros', { source, check })
    : sentence('silence.quiet', { source, db: Math.round(loudestDb), check });
}

/** Why a session is in its state: in words, and each part of it as a code unless an earlier version kept it. */
export type Reason = Pick<SessionSummary, 'reason' | 'reasons'>;

/** What is said of silent tracks in the reason of a session. */
export function silencesIn({ reason, reasons }: Reason): Sentence[] {
  if (reasons !== undefined) return reasons.filter(isOfSilence);
  const parts = (reason ?? '').split(beginning);
  return parts.filter((part) => part.search(beginning) === 0).map((note) => asTold(note.trim()));
}

/** Nothing but that tracks are silent. */
export function isOnlySilent(why: Reason): boolean {
  const silences = silencesIn(why);
  if (silences.length === 0) return false;
  return why.reasons === undefined
    ? silences.map((note) => sayIt(note)).join(' ') === why.reason
    : silences.length === why.reasons.length;
}

/** The reason of a session in the words in use; as it was told where they lack it. */
export function reasonOf({ reason, reasons }: Reason): string | null {
  if (reason === null || reasons?.every(isKnown) !== true) return reason;
  return reasons.map((part) => sayIt(part)).join(' ');
}

/** The same as codes. */
export function reasonsOf({ reason, reasons }: Reason): Sentence[] {
  return reasons ?? (reason === null ? [] : [asTold(reason)]);
}

const isOfSilence = ({ code }: Sentence): boolean => code.startsWith('silence.');

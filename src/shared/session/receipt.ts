import { z } from 'zod';
import type { SourceName } from '../sound/audio.ts';
import { gapWords } from '../words/english/gap-words.ts';
import { sentenceSchema } from '../words/sentence-schema.ts';
import { asTold, sayIt, sentence, type Sentence } from '../words/words.ts';

/** What became of each minute of a session, and everything that went otherwise than planned. */
export const receiptSchema = z.object({
  minutes: z.array(
    z.object({
      /** Counts from 0. */
      minute: z.number().int(),
      /** Seconds that were recorded; a gap is not. */
      capturedSec: z.number(),
      /** Seconds that were to be sent: all of them, or those with speech where silence is left out. */
      speechSec: z.number(),
      sentSec: z.number(),
      /** Seconds that a target is known to have read. */
      deliveredSec: z.number(),
      /** Seconds that a target was sent and has no proof of having read. */
      unconfirmedSec: z.number().default(0),
      /** Seconds of what was sent that a target has answered, or that lines of the transcript cover. */
      transcribedSec: z.number(),
    }),
  ),
  /** Every gap, loss and retry with its reason, in plain words. */
  notes: z.array(z.string()),
  /** The notes as codes, one for each; absent where an earlier version stored them. */
  said: z.array(sentenceSchema).optional(),
  /** Audio that can be sent again, by target, seconds. */
  undelivered: z.array(z.object({ target: z.string(), sec: z.number() })),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** A chunk of the outbox as far as the receipt needs it; a stretch of seconds and how far it came. */
export type ReceiptChunk = {
  target: string;
  startSec: number;
  endSec: number;
  state: 'silent' | 'queued' | 'sent' | 'delivered' | 'unconfirmed' | 'answered' | 'refused' | 'expired';
  attempts: number;
};

type Stretch = { startSec: number; endSec: number };

type ReceiptTrack = {
  source: SourceName;
  gaps: readonly { atSec: number; lengthSec: number; reason: string }[];
};

export function receiptOf(session: {
  seconds: number;
  tracks: readonly ReceiptTrack[];
  chunks: readonly ReceiptChunk[];
  transcript: readonly Stretch[];
  /** What happened on the way to a target, in sentences. */
  notes?: readonly string[];
}): Receipt {
  const { seconds, tracks, chunks, transcript } = session;
  const spoken = chunks.filter((chunk) => chunk.state !== 'silent');
  const sent = spoken.filter((chunk) => chunk.attempts > 0);
  const delivered = spoken.filter((chunk) => chunk.state === 'delivered' || chunk.state === 'answered');
  const unconfirmed = spoken.filter((chunk) => chunk.state === 'unconfirmed');
  const answered = spoken.filter((chunk) => chunk.state === 'answered');
  // A line that runs on across a pause covers no more than what was sent of it.
  const transcribed = [...answered, ...(sent.length === 0 ? transcript : overlaps(transcript, sent))];
  // A second is captured when any track has it.
  const missing = tracks.map((track) =>
    track.gaps
      .filter((gap) => !isLeftOut(gap))
      .map((gap) => ({ startSec: gap.atSec, endSec: gap.atSec + gap.lengthSec })),
  );
  const minutes = Array.from({ length: Math.ceil(seconds / 60) }, (_zero, minute) => {
    const startSec = minute * 60;
    const endSec = Math.min(seconds, startSec + 60);
    const within = (stretches: readonly Stretch[]): number => round(coveredSec(stretches, startSec, endSec));
    const missingSec = Math.min(...missing.map((gaps) => coveredSec(gaps, startSec, endSec)));
    return {
      minute,
      capturedSec: round(endSec - startSec - (Number.isFinite(missingSec) ? missingSec : 0)),
      speechSec: within(spoken),
      sentSec: within(sent),
      deliveredSec: within(delivered),
      unconfirmedSec: within(unconfirmed),
      transcribedSec: within(transcribed),
    };
  });
  const said = [
    ...gapNotes(tracks),
    ...(session.notes ?? []).map(asTold),
    ...retryNotes(sent),
    ...refusedNotes(spoken),
    ...unconfirmedNotes(unconfirmed),
    ...untranscribedNotes([...delivered, ...unconfirmed], transcribed),
  ];
  return {
    minutes,
    notes: said.map((note) => sayIt(note)),
    said,
    undelivered: undeliveredBy(spoken),
  };
}

/** Time that passed, or that a file promised, and is not in the track. */
function isLeftOut({ reason }: { reason: string }): boolean {
  return reason === 'sleep-left-out' || reason === 'start-left-out' || reason === 'file-short';
}

/** The parts of the first that the second cover, too; the second do not overlap each other. */
function overlaps(first: readonly Stretch[], second: readonly Stretch[]): Stretch[] {
  return first.flatMap((stretch) =>
    second
      .map(({ startSec, endSec }) => ({
        startSec: Math.max(startSec, stretch.startSec),
        endSec: Math.min(endSec, stretch.endSec),
      }))
      .filter(({ startSec, endSec }) => endSec > startSec),
  );
}

/** The parts of the first that nothing of the second covers. */
function uncovered(first: readonly Stretch[], second: readonly Stretch[]): Stretch[] {
  const sorted = second.toSorted((a, b) => a.startSec - b.startSec);
  return first.flatMap(({ startSec, endSec }) => {
    const open: Stretch[] = [];
    let reachedSec = startSec;
    for (const cover of sorted) {
      if (cover.endSec <= reachedSec) continue;
      if (cover.startSec >= endSec) break;
      if (cover.startSec > reachedSec) open.push({ startSec: reachedSec, endSec: cover.startSec });
      reachedSec = Math.max(reachedSec, cover.endSec);
    }
    return reachedSec < endSec ? [...open, { startSec: reachedSec, endSec }] : open;
  });
}

/** Seconds between two moments that at least one of the stretches covers. */
function coveredSec(stretches: readonly Stretch[], fromSec: number, toSec: number): number {
  let covered = 0;
  let reachedSec = fromSec;
  for (const { startSec, endSec } of stretches.toSorted((a, b) => a.startSec - b.startSec)) {
    const start = Math.max(startSec, reachedSec);
    const end = Math.min(endSec, toSec);
    if (end <= start) continue;
    covered += end - start;
    reachedSec = end;
  }
  return covered;
}

/** Why a track lacks samples, for people. What no code is known of was written by another version. */
export function gapReasonWords(reason: string): string {
  return sayIt(gapReason(reason));
}

function gapReason(reason: string): Sentence {
  return Object.hasOwn(gapWords, `gap.${reason}`) ? { code: `gap.${reason}`, params: {} } : asTold(reason);
}

function gapNotes(tracks: readonly ReceiptTrack[]): Sentence[] {
  return tracks.flatMap(({ source, gaps }) =>
    gaps.map(({ atSec, lengthSec, reason }) =>
      sentence('receipt.gap', { source, atSec, lengthSec, reason: gapReason(reason) }),
    ),
  );
}

function retryNotes(sent: readonly ReceiptChunk[]): Sentence[] {
  return [...byTarget(sent.filter((chunk) => chunk.attempts > 1))].map(([target, chunks]) =>
    sentence('receipt.resent', {
      target,
      sec: length(chunks),
      chunks: chunks.reduce((sum, chunk) => sum + chunk.attempts - 1, 0),
    }),
  );
}

function refusedNotes(spoken: readonly ReceiptChunk[]): Sentence[] {
  return spoken
    .filter((chunk) => chunk.state === 'refused')
    .map(({ target, startSec, endSec }) =>
      sentence('receipt.refused', { target, atSec: startSec, lengthSec: endSec - startSec }),
    );
}

function unconfirmedNotes(chunks: readonly ReceiptChunk[]): Sentence[] {
  return [...byTarget(chunks)].map(([target, ofTarget]) =>
    sentence('receipt.unconfirmed', { target, sec: length(ofTarget) }),
  );
}

// A line's end is rounded, and a chunk may reach a little into the next buffer.
const leastMissingSec = 0.2;
const instantSec = 0.001;

/** What a target had read and never answered, by minute. */
function untranscribedNotes(read: readonly ReceiptChunk[], transcribed: readonly Stretch[]): Sentence[] {
  return [...byTarget(read)].flatMap(([target, chunks]) => {
    const open = joined(uncovered(chunks, transcribed)).filter(
      ({ startSec, endSec }) => endSec - startSec >= leastMissingSec,
    );
    const byMinute = Map.groupBy(open, ({ startSec }) => Math.floor(startSec / 60));
    return [...byMinute].map(([minute, stretches]) =>
      sentence('receipt.unanswered', {
        target,
        minute: minute + 1,
        sec: length(stretches),
        where: stretches.map(({ startSec, endSec }) =>
          sentence('receipt.stretch', { fromSec: startSec, untilSec: endSec }),
        ),
      }),
    );
  });
}

/** Neighbours as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const whole: Stretch[] = [];
  for (const { startSec, endSec } of stretches.toSorted((a, b) => a.startSec - b.startSec)) {
    const last = whole.at(-1);
    if (last !== undefined && startSec - last.endSec < instantSec)
      last.endSec = Math.max(last.endSec, endSec);
    else whole.push({ startSec, endSec });
  }
  return whole;
}

function undeliveredBy(spoken: readonly ReceiptChunk[]): Receipt['undelivered'] {
  const open = spoken.filter((chunk) => ['queued', 'sent', 'refused'].includes(chunk.state));
  return [...byTarget(open)].map(([target, chunks]) => ({ target, sec: round(length(chunks)) }));
}

function byTarget(chunks: readonly ReceiptChunk[]): Map<string, ReceiptChunk[]> {
  return Map.groupBy(chunks, (chunk) => chunk.target);
}

function length(chunks: readonly Stretch[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.endSec - chunk.startSec, 0);
}

function round(sec: number): number {
  return Math.round(sec * 1000) / 1000;
}

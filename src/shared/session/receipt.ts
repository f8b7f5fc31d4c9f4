import { z } from 'zod';
import type { GapReason, SourceName } from '../sound/audio.ts';

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
  return {
    minutes,
    notes: [
      ...gapNotes(tracks),
      ...(session.notes ?? []),
      ...retryNotes(sent),
      ...refusedNotes(spoken),
      ...unconfirmedNotes(unconfirmed),
      ...untranscribedNotes([...delivered, ...unconfirmed], transcribed),
    ],
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

const gapReasons: Readonly<Record<GapReason, string>> = {
  'late-start': 'the device began later than the recording',
  'start-left-out': 'the source was being opened, and the recording begins after that',
  'frames-lost': 'frames were lost on the way from the device',
  'no-frames': 'the device delivered nothing',
  'helper-exited': 'the program that captures sound ended',
  'device-changed': 'the sound device was changed',
  'source-ended': 'the source ended before the others',
  'clock-drift': "the device's clock runs slower than ours",
  'file-short': 'the file holds less than it promises',
  'file-lost': 'its file was deleted, replaced or cut short by another program while it was recorded',
  sleep: 'the machine slept',
  'sleep-left-out': 'the machine slept so long that its silence is left out of the track',
};

function wordsFor(reason: string): string {
  return Object.hasOwn(gapReasons, reason) ? gapReasons[reason as GapReason] : reason;
}

const trackNames = { system: 'System sound', microphone: 'Microphone' } as const;

function gapNotes(tracks: readonly ReceiptTrack[]): string[] {
  return tracks.flatMap(({ source, gaps }) =>
    gaps.map(
      ({ atSec, lengthSec, reason }) =>
        `${trackNames[source]} is missing from ${clock(atSec)} for ${seconds(lengthSec)}: ${wordsFor(reason)}.`,
    ),
  );
}

function retryNotes(sent: readonly ReceiptChunk[]): string[] {
  return [...byTarget(sent.filter((chunk) => chunk.attempts > 1))].map(([target, chunks]) => {
    const times = chunks.reduce((sum, chunk) => sum + chunk.attempts - 1, 0);
    return `${seconds(length(chunks))} of audio were sent again to ${target} (${times} chunks): the connection ended before they were known to have been read.`;
  });
}

function refusedNotes(spoken: readonly ReceiptChunk[]): string[] {
  return spoken
    .filter((chunk) => chunk.state === 'refused')
    .map(
      ({ target, startSec, endSec }) =>
        `${target} did not take the audio from ${clock(startSec)} for ${seconds(endSec - startSec)}: it closed the connection on it three times.`,
    );
}

function unconfirmedNotes(chunks: readonly ReceiptChunk[]): string[] {
  return [...byTarget(chunks)].map(
    ([target, ofTarget]) =>
      `${seconds(length(ofTarget))} of audio were sent to ${target}, and nothing proves that it has read them.`,
  );
}

// A line's end is rounded, and a chunk may reach a little into the next buffer.
const leastMissingSec = 0.2;
const instantSec = 0.001;

/** What a target had read and never answered, by minute. */
function untranscribedNotes(read: readonly ReceiptChunk[], transcribed: readonly Stretch[]): string[] {
  return [...byTarget(read)].flatMap(([target, chunks]) => {
    const open = joined(uncovered(chunks, transcribed)).filter(
      ({ startSec, endSec }) => endSec - startSec >= leastMissingSec,
    );
    const byMinute = Map.groupBy(open, ({ startSec }) => Math.floor(startSec / 60));
    return [...byMinute].map(([minute, stretches]) => {
      const where = stretches.map(({ startSec, endSec }) => `${clock(startSec)} to ${clock(endSec)}`);
      return `Minute ${minute + 1}: ${target} never answered ${seconds(length(stretches))} of the audio that it was sent (${where.join(', ')}). It was lost there, or was a repetition that the target keeps to itself.`;
    });
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

function seconds(sec: number): string {
  return `${sec < 10 ? sec.toFixed(1) : Math.round(sec)} s`;
}

function clock(sec: number): string {
  const whole = Math.floor(sec);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnalysedEvent } from '../../../../src/main/core/monitor/frame-facts.ts';
import { isByDesign } from '../../../../src/shared/events/finding-rules.ts';
import type { Cause } from '../../../../src/shared/events/findings.ts';
import { isSimilar, normaliseText } from '../../../../src/main/core/findings/similarity.ts';
import { analyse, connectionEnd, result, storedFrame, type FrameSketch } from '../../../support/frames.ts';

/** Sentences of which no two are nearly the same. */
const sentences = fc
  .uniqueArray(
    fc.string({
      unit: fc.integer({ min: 97, max: 122 }).map((code) => String.fromCharCode(code)),
      minLength: 14,
      maxLength: 40,
    }),
    {
      minLength: 4,
      maxLength: 12,
    },
  )
  .filter((texts) => texts.every((a, i) => texts.every((b, j) => i === j || !isSimilar(a, b, 0.85))));

/** A meeting without a fault: chunks go out, each result comes with its update, the end is asked for and told. */
function cleanMeeting(texts: readonly string[]): FrameSketch[] {
  const out = (atMs: number, message: object): FrameSketch => ({ atMs, message, direction: 'out' });
  const audio = (atMs: number, index: number): FrameSketch =>
    out(atMs, {
      type: 'AUDIO_CHUNK',
      data: Buffer.from(`sound ${index}`).toString('base64'),
      chunkId: `s-1-${index}`,
    });
  const ack = { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' };
  const endMs = texts.length * 3_000 + 1_000;
  const status = (stage: string): object => ({ type: 'PROCESSING_STATUS', data: { message: stage, stage } });
  return [
    { atMs: 0, message: { ...ack, timestamp: 't' } },
    out(1, { type: 'HANDSHAKE', clientType: 'desktop_app' }),
    { atMs: 2, message: ack },
    ...texts.flatMap((text, index) => [
      audio(index * 3_000 + 10, index),
      {
        atMs: index * 3_000 + 900,
        message: result(text, { chunkId: `chunk_${index}`, timestamp: `t${index}` }),
      },
      {
        atMs: index * 3_000 + 901,
        message: { type: 'MEETING_UPDATE', data: { latestTranscript: text, n: index } },
      },
    ]),
    out(endMs, { type: 'MEETING_EVENT', eventType: 'meeting_ended', data: { meetingId: 'm' } }),
    { atMs: endMs + 1, message: status('initialization') },
    { atMs: endMs + 2, message: status('summary_generation') },
    {
      atMs: endMs + 3,
      message: { type: 'PROCESSING_COMPLETE', data: { message: 'done', total_transcripts: texts.length } },
    },
  ];
}

type Planted = { cause: Cause; plant: (meeting: FrameSketch[], at: number) => (FrameSketch | 'end')[] };

/** Copies the result at `at` in the way that the cause does. */
const planted: readonly Planted[] = [
  {
    cause: 'double-send',
    plant: (meeting, at) => after(meeting, at, (frame) => ({ ...frame, atMs: frame.atMs + 60 })),
  },
  {
    cause: 'old-new-pair',
    plant: (meeting, at) =>
      after(meeting, at, (frame) => ({
        ...frame,
        atMs: frame.atMs + 0.5,
        message: { ...frame.message, type: 'transcription_result' },
      })),
  },
  {
    cause: 'answered-twice',
    plant: (meeting, at) =>
      after(meeting, at, (frame) => ({
        ...frame,
        atMs: frame.atMs + 400,
        message: changed(frame.message, { timestamp: 'later', confidence: 0.5 }),
      })),
  },
  {
    cause: 'replay',
    plant: (meeting, at) => {
      const frame = frameAt(meeting, at);
      const until = meeting.indexOf(frame) + 1;
      const later = meeting.slice(until).map((next) => ({ ...next, connection: 'c2', generation: 2 }));
      const again = { ...frame, atMs: frame.atMs + 300, connection: 'c2', generation: 2 };
      // What the client asked for was asked for on the first connection; the end is asked for on the second.
      return [...meeting.slice(0, until), 'end', again, ...later];
    },
  },
  {
    cause: 'double-listener',
    plant: (meeting, at) =>
      meeting.map((frame) => (frame === frameAt(meeting, at) ? { ...frame, deliveries: 2 } : frame)),
  },
  {
    cause: 'client-retry',
    plant: (meeting, at) => {
      const chunks = meeting.filter(({ message }) => typeOf(message) === 'AUDIO_CHUNK');
      const chunk = pick(chunks, at);
      const place = meeting.indexOf(chunk) + 1;
      return [...meeting.slice(0, place), { ...chunk, atMs: chunk.atMs + 40 }, ...meeting.slice(place)];
    },
  },
  {
    cause: 'near-duplicate',
    plant: (meeting, at) =>
      after(meeting, at, (frame) => ({
        ...frame,
        atMs: frame.atMs + 500,
        message: changed(frame.message, {
          text: `${textOf(frame)}.x`,
          chunkId: 'another',
          timestamp: 'later',
        }),
      })),
  },
];

function frameAt(meeting: readonly FrameSketch[], at: number): FrameSketch {
  const results = meeting.filter(({ message }) => typeOf(message) === 'TRANSCRIPTION_RESULT');
  return pick(results, at);
}

function pick(frames: readonly FrameSketch[], at: number): FrameSketch {
  const frame = frames[at % frames.length];
  if (frame === undefined) throw new Error('the meeting has no such frame');
  return frame;
}

/** Puts a changed copy of a result where its time belongs. */
function after(
  meeting: FrameSketch[],
  at: number,
  change: (frame: FrameSketch) => FrameSketch,
): FrameSketch[] {
  return [...meeting, change(frameAt(meeting, at))].sort((a, b) => a.atMs - b.atMs);
}

function typeOf(message: object): unknown {
  return 'type' in message ? message.type : undefined;
}

function textOf({ message }: FrameSketch): string {
  return (message as { data: { text: string } }).data.text;
}

function changed(message: object, more: object): object {
  return { ...message, data: { ...(message as { data: object }).data, ...more } };
}

function stored(frames: readonly (FrameSketch | 'end')[]): AnalysedEvent[] {
  let atMs = 0;
  return frames.map((frame, index) => {
    if (frame === 'end') return connectionEnd(atMs, 1, index + 1);
    atMs = frame.atMs;
    return storedFrame(frame, index + 1);
  });
}

function faultsIn(frames: readonly (FrameSketch | 'end')[]): Record<string, number> {
  const { byCause } = analyse(stored(frames));
  return Object.fromEntries(
    byCause.filter(({ cause }) => !isByDesign(cause)).map(({ cause, repeats }) => [cause, repeats]),
  );
}

describe('in any meeting', () => {
  test('no fault is found where there is none', () => {
    fc.assert(
      fc.property(sentences, (texts) => {
        expect(faultsIn(cleanMeeting(texts))).toEqual({});
      }),
    );
  });

  test('every result and its update are told as twins', () => {
    fc.assert(
      fc.property(sentences, (texts) => {
        const { byCause } = analyse(stored(cleanMeeting(texts)));
        expect(byCause).toMatchObject([{ cause: 'expected-twin', repeats: texts.length + 1 }]);
      }),
      { numRuns: 20 },
    );
  });

  test.each(planted)('one $cause is found, and nothing else', ({ cause, plant }) => {
    fc.assert(
      fc.property(sentences, fc.nat(), (texts, at) => {
        expect(faultsIn(plant(cleanMeeting(texts), at))).toEqual({ [cause]: 1 });
      }),
      { numRuns: 40 },
    );
  });
});

describe('text', () => {
  test('is compared without case, punctuation and space', () => {
    expect(normaliseText('  Any BLOCKERS,  today?\n')).toBe('any blockers today');
  });

  test('is similar exactly when so few edits make one of the other', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const longest = Math.max(a.length, b.length);
        const mostEdits = Math.floor(longest * 0.25 + 1e-9);
        expect(isSimilar(a, b, 0.75)).toBe(editsBetween(a, b) <= mostEdits);
      }),
    );
  });
});

function editsBetween(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  if (a.startsWith(b.slice(0, 1))) return editsBetween(a.slice(1), b.slice(1));
  return (
    1 +
    Math.min(editsBetween(a.slice(1), b), editsBetween(a, b.slice(1)), editsBetween(a.slice(1), b.slice(1)))
  );
}

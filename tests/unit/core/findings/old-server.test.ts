import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnalysisReport } from '../../../../src/shared/events/findings.ts';
import { analyseFrames, type FrameSketch } from '../../../support/frames.ts';

const texts = [
  'papa oscar juliet echo charlie',
  'november india alpha charlie hotel',
  'golf kilo mike kilo echo',
];

type Form = 'old' | 'new' | 'timeout';

/** The three messages that an old server makes of one buffer. */
function formOf(form: Form, buffer: number, more: { keys?: object; apartMs?: number } = {}): object {
  const told = (ms: number): string =>
    new Date(Date.UTC(2026, 0, 1, 0, 0, buffer * 3, ms)).toISOString().slice(0, -1);
  const common = { text: texts[buffer], confidence: 0.85, speaker: 'Unknown' };
  if (form === 'timeout')
    return {
      type: 'transcription_result',
      data: { ...common, timestamp: told(80), trigger_reason: 'timeout' },
    };
  if (form === 'old')
    return {
      type: 'transcription_result',
      data: { ...common, timestamp: told(0), chunkId: `20260101-${buffer}`, isFlushing: false },
    };
  const timestamp = told(more.apartMs ?? 0);
  const keys = more.keys ?? { speakers: [], meetingId: 'm', speaker_id: null, speaker_confidence: 0 };
  return {
    type: 'TRANSCRIPTION_RESULT',
    data: { ...common, timestamp, chunkId: buffer * 5 + 3, isFlushing: false, ...keys },
  };
}

function repeatsIn(report: AnalysisReport): Record<string, number> {
  return Object.fromEntries(report.byCause.map(({ cause, repeats }) => [cause, repeats]));
}

const orders = fc.shuffledSubarray<Form>(['old', 'new', 'timeout'], { minLength: 3 });

describe('an old server', () => {
  test('is found out whatever the order in which it sends its three forms', () => {
    fc.assert(
      fc.property(fc.tuple(orders, orders, orders), fc.integer({ min: 0, max: 900 }), (meeting, apartMs) => {
        const frames = meeting.flatMap((forms, buffer) =>
          forms.map((form, place) => ({
            atMs: buffer * 3_000 + place * apartMs,
            message: formOf(form, buffer),
          })),
        );
        const report = analyseFrames(frames);
        expect(repeatsIn(report)).toEqual({ 'old-new-pair': 3, 'answered-twice': 3 });
        expect(report.results).toMatchObject({ messages: 9, transcriptions: 3 });
      }),
    );
  });

  test('is found out on each of several connections of different meetings, however they interleave', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (turns) => {
        const next = [
          [formOf('old', 0), formOf('new', 0, { keys: { meetingId: 'a' } })],
          [formOf('old', 1), formOf('new', 1, { keys: { meetingId: 'b' } })],
        ];
        const frames: FrameSketch[] = turns.map((turn, place) => {
          const which = turn % 2;
          const message = next[which]?.shift() ?? {};
          return { atMs: place, message, connection: `c${which}`, generation: null };
        });
        expect(repeatsIn(analyseFrames(frames))).toEqual({ 'old-new-pair': 2 });
      }),
    );
  });

  test.each([
    ['a time of its own for each form', { apartMs: 3 }],
    ['numbers as text', { keys: { confidence: '0.85' } }],
    ['no time in one of them', { keys: { timestamp: null } }],
    ['its time in seconds', { keys: { timestamp: Date.UTC(2026, 0, 1) / 1000 } }],
    ['a coarser time', { keys: { timestamp: '2026-01-01T00:00:00Z' } }],
    ['a zone in one of them', { keys: { timestamp: '2026-01-01T02:00:00+02:00' } }],
    [
      'keys that the old form never had',
      { keys: { isFlushing: undefined, words: [{ w: 'papa' }], language: 'en' } },
    ],
  ])('is found out with %s', (_name, more) => {
    const frames = [formOf('old', 0), formOf('new', 0, more)].map((message, atMs) => ({ atMs, message }));
    expect(repeatsIn(analyseFrames(frames))).toEqual({ 'old-new-pair': 1 });
  });

  test('is found out by the window that was asked for', () => {
    const frames = [formOf('old', 0), formOf('new', 0)].map((message, place) => ({
      atMs: place * 6_000,
      message,
    }));
    expect(repeatsIn(analyseFrames(frames))).toEqual({ 'near-duplicate': 1 });
    expect(repeatsIn(analyseFrames(frames, { windowSec: 7 }))).toEqual({ 'old-new-pair': 1 });
  });

  test('tells the end and the updates under both names, too', () => {
    const update = { meetingId: 'm', latestTranscript: texts[0], timestamp: 't1' };
    const end = { message: 'done', total_transcripts: 3 };
    const report = analyseFrames(
      [
        { type: 'meeting_update', data: { ...update, participants: null } },
        { type: 'MEETING_UPDATE', data: { ...update, participants: [], speakers: 2 } },
        { type: 'PROCESSING_COMPLETE', data: { ...end, meeting_id: 'm', buffer_flush_confirmed: true } },
        { type: 'processing_complete', data: end },
      ].map((message, atMs) => ({ atMs, message })),
    );
    expect(repeatsIn(report)).toEqual({ 'old-new-pair': 2 });
  });

  test('that says the same twice is not taken for one that uses both names', () => {
    const frames = [formOf('old', 0), formOf('old', 0), formOf('new', 0)];
    expect(repeatsIn(analyseFrames(frames.map((message, atMs) => ({ atMs, message }))))).toEqual({
      'old-new-pair': 1,
      'double-send': 1,
    });
  });
});

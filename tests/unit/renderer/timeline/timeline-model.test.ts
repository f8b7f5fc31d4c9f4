import { expect, it } from 'vitest';
import { timelineOf } from '../../../../src/renderer/timeline/timeline-model.ts';
import { panned, zoomed } from '../../../../src/renderer/timeline/span.ts';
import type { StampedEvent, StoredEvent } from '../../../../src/shared/events/events.ts';
import { heard, storedFrame, storedGap } from '../../../support/event-database.ts';

const startMs = 1_700_000_000_000;

/** Events in the order of a ledger, one each second from the start. */
const recorded = (events: readonly StampedEvent[]): StoredEvent[] =>
  events.map((event, index) => ({ ...event, seq: index + 1, wallMs: startMs + index * 1_000 }));

const chunk = (firstSample: number, change: Partial<StampedEvent> = {}): StampedEvent =>
  storedFrame({ fields: { chunkId: `m-${firstSample}`, audioBytes: 32_000 }, ...change });
const pong = (firstSample: number, change: Partial<StampedEvent> = {}): StampedEvent =>
  storedFrame({
    kind: 'connection',
    type: 'ping.answered',
    direction: 'in',
    fields: { firstSample },
    ...change,
  });
const result = (words: string, chunkId: string | null, change: Partial<StampedEvent> = {}): StampedEvent =>
  heard(words, { fields: { chunkId }, ...change });

it('counts what a session sent, what was confirmed and what was answered', () => {
  const { figures, lanes } = timelineOf(
    recorded([
      storedFrame({ type: 'AUDIO_CHUNK_ENHANCED', fields: {} }),
      chunk(0),
      pong(0),
      chunk(16_000),
      pong(16_000),
      pong(16_000),
      result('hello', 'b-1'),
      storedGap('unplugged'),
      storedFrame({ kind: 'connection', type: 'connection.closed', direction: null, bytes: null }),
      chunk(32_000, { connectionId: 'c2', generation: 2 }),
    ]),
  );
  expect(figures).toEqual({
    chunks: 3,
    chunksAgain: 0,
    delivered: 2,
    answers: 1,
    answersAgain: 0,
    pings: 3,
    gaps: 1,
    closes: 1,
  });
  expect(lanes.map(({ id }) => id)).toEqual(['track', 'outbox', 'c1', 'c2', 'target']);
});

it('shows a buffer that was answered twice as two arrows from one place', () => {
  const { arrows, figures } = timelineOf(
    recorded([
      chunk(0),
      result('good morning', 'b-1'),
      chunk(16_000),
      result('Good morning ', 'b-1', { type: 'transcription_result' }),
      result('something else', 'b-2'),
    ]),
  );
  const answers = arrows.filter(({ what }) => what === 'answer');
  expect(answers.map(({ isRepeat }) => isRepeat)).toEqual([false, true, false]);
  expect(answers.map(({ from }) => from.atMs)).toEqual([startMs, startMs, startMs + 2_000]);
  expect(figures).toMatchObject({ answers: 3, answersAgain: 1 });
});

it('knows a late final answer by its words, and words that are said again by their buffer or their time', () => {
  const at = (sec: number, event: StampedEvent, seq: number): StoredEvent => ({
    ...event,
    seq,
    wallMs: startMs + sec * 1_000,
  });
  const { arrows } = timelineOf([
    at(0, chunk(0), 1),
    at(1, result('yes', 'b-1'), 2),
    at(3, result('yes', null), 3),
    at(5, result('yes', 'b-2'), 4),
    at(6, result('no', 'b-3'), 5),
    at(7, result('no', 'b-4'), 6),
    at(60, result('no', null), 7),
  ]);
  const again = arrows.filter(({ what, isRepeat }) => what === 'answer' && isRepeat);
  expect(again.map(({ seq }) => seq)).toEqual([3]);
});

it('tells a chunk that was sent again, and confirms it where it was sent last', () => {
  const { figures, arrows } = timelineOf(
    recorded([
      chunk(0),
      chunk(0, { connectionId: 'c2', generation: 2 }),
      pong(0),
      pong(0, { connectionId: 'c2' }),
    ]),
  );
  expect(figures).toMatchObject({ chunks: 2, chunksAgain: 1, delivered: 1, pings: 2 });
  expect(arrows.filter(({ what }) => what === 'delivery')).toMatchObject([
    { from: { lane: 'c2', atMs: startMs + 1_000 }, to: { lane: 'target', atMs: startMs + 3_000 } },
  ]);
});

it('tells audio that was sent again in other pieces, as after a reconnect', () => {
  const { arrows } = timelineOf(
    recorded([chunk(0), chunk(16_000), chunk(24_000), chunk(32_000), chunk(48_000)]),
  );
  expect(arrows.map(({ isRepeat }) => isRepeat)).toEqual([false, false, true, true, false]);
});

it('never shows time outside of the session, however people zoom and move', () => {
  const all = { fromMs: 0, untilMs: 1_000 };
  expect(zoomed(all, 0.5, all)).toEqual({ fromMs: 250, untilMs: 750 });
  expect(zoomed({ fromMs: 0, untilMs: 100 }, 100, all)).toEqual(all);
  expect(panned({ fromMs: 800, untilMs: 1_000 }, 0.25, all)).toEqual({ fromMs: 800, untilMs: 1_000 });
  expect(panned({ fromMs: 500, untilMs: 700 }, -0.25, all)).toEqual({ fromMs: 450, untilMs: 650 });
});

it('keeps the tries that never opened in one lane, and the one that is under way apart', () => {
  const told = (type: string, connectionId: string | null, generation: number | null): StampedEvent =>
    storedFrame({ kind: 'connection', type, direction: null, bytes: null, connectionId, generation });
  const failedTry = (n: number): StampedEvent[] => [
    told('connection.opening', `try-${n}`, n),
    told('connection.ended', null, n),
  ];
  const { lanes, marks, figures } = timelineOf(
    recorded([
      ...Array.from({ length: 17 }, (_, n) => failedTry(n + 1)).flat(),
      told('connection.opening', 'c1', 18),
      chunk(0, { connectionId: 'c1', generation: 18 }),
      told('connection.ended', null, 18),
      ...failedTry(19),
      told('connection.opening', 'now', 20),
    ]),
  );
  expect(lanes).toEqual([
    { id: 'track', kind: 'track' },
    { id: 'outbox', kind: 'outbox' },
    { id: 'tries', kind: 'tries', count: 18 },
    { id: 'c1', kind: 'socket', generation: 18 },
    { id: 'now', kind: 'socket', generation: 20 },
    { id: 'target', kind: 'target' },
  ]);
  const ends = marks.filter(({ what }) => what === 'close').map(({ lane }) => lane);
  expect(ends).toEqual([...Array.from({ length: 17 }, () => 'tries'), 'c1', 'tries']);
  expect(figures.closes).toBe(19);
});

import { expect, test } from 'vitest';
import type { EventConditions, StampedEvent } from '../../../../src/shared/events/events.ts';
import { heard, openEventDatabase, storedFrame, storedGap } from '../../../support/event-database.ts';
import { marksOver } from '../../../support/mark-events.ts';

const startMs = 1_700_000_000_000;

async function openWith(events: readonly StampedEvent[]) {
  const { reads, writes } = await openEventDatabase();
  await writes.events.insert(events);
  await marksOver(reads, writes).markAll();
  const seqs = async (conditions: EventConditions): Promise<number[]> => {
    const list = (await reads.events.list(conditions)).map(({ seq }) => seq);
    const { total, oldestSeq, newestSeq } = await reads.events.countMatching(conditions);
    const { counts } = await reads.events.histogram(conditions, 10);
    // Whatever is asked, list, count and bars tell of the same events.
    expect({ total, oldestSeq, newestSeq }).toEqual({
      total: list.length,
      oldestSeq: list.at(-1) ?? null,
      newestSeq: list[0] ?? null,
    });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(list.length);
    return list;
  };
  return { reads, writes, seqs };
}

const at = (sec: number, event: StampedEvent): StampedEvent => ({
  ...event,
  wallMs: startMs + sec * 1_000,
  monoMs: sec * 1_000,
});
const twice = (sec: number, words: string): StampedEvent[] => [
  at(sec, heard(words)),
  at(sec + 1, heard(words)),
];

test('chooses frames by their size, alone and with all else', async () => {
  const { seqs } = await openWith([
    at(0, storedFrame({ bytes: 10 })),
    at(1, storedFrame({ bytes: 500, direction: 'in', type: 'TRANSCRIPTION_RESULT' })),
    at(2, storedFrame({ bytes: 90_000 })),
    at(3, storedGap('unplugged')),
  ]);
  expect(await seqs({ minBytes: 500 })).toEqual([3, 2]);
  expect(await seqs({ maxBytes: 500 })).toEqual([2, 1]);
  expect(await seqs({ minBytes: 11, maxBytes: 1_000, direction: 'in' })).toEqual([2]);
  expect(await seqs({ minBytes: 10, sessionId: 's1', sinceMs: startMs + 500 })).toEqual([3, 2]);
  expect(await seqs({ minBytes: 11, text: 'TRANSCRIPTION_RESULT' })).toEqual([2]);
  expect(await seqs({ minBytes: 100_000 })).toEqual([]);
  expect(await seqs({ minBytes: 10, sinceMs: startMs + 500 })).toEqual([3, 2]);
  expect(await seqs({ maxBytes: 500, untilMs: startMs + 1_000 })).toEqual([1]);
  expect(await seqs({ direction: 'in', sinceMs: startMs + 1_000, untilMs: startMs + 1_001 })).toEqual([2]);
  expect(await seqs({ direction: 'in', sinceMs: startMs + 1_001 })).toEqual([]);
});

test('chooses frames by what the monitor and the analysis say of them', async () => {
  const { seqs, reads } = await openWith([
    ...twice(0, 'first words'),
    at(20, heard('said once')),
    ...twice(40, 'other words').map((event) => ({ ...event, sessionId: 's2', connectionId: 'c2' })),
    at(
      60,
      storedFrame({ type: 'transcription_result', direction: 'in', raw: '{"type":"transcription_result"}' }),
    ),
  ]);
  expect(await seqs({ verdict: 'duplicate' })).toEqual([5, 2]);
  expect(await seqs({ verdict: 'deprecated' })).toEqual([6]);
  expect(await seqs({ cause: 'double-send' })).toEqual([5, 4, 2, 1]);
  expect(await seqs({ cause: 'double-send', verdict: 'duplicate' })).toEqual([5, 2]);
  expect(await seqs({ cause: 'double-send', sessionId: 's2' })).toEqual([5, 4]);
  expect(await seqs({ cause: 'double-send', text: 'first' })).toEqual([2, 1]);
  expect(await seqs({ cause: 'echo' })).toEqual([]);
  expect(await reads.marks.of([2, 3])).toMatchObject([
    { seq: 2, verdicts: expect.arrayContaining(['duplicate']) as unknown, causes: ['double-send'] },
    { seq: 3, causes: [] },
  ]);
});

test('marks what is stored later as well, also against what was before it', async () => {
  const { seqs, writes, reads } = await openWith([at(0, heard('again'))]);
  expect(await seqs({ verdict: 'duplicate' })).toEqual([]);
  await writes.events.insert([at(2, heard('again'))]);
  await marksOver(reads, writes).markAll();
  expect(await seqs({ verdict: 'duplicate' })).toEqual([2]);
});

test('counts by time in bars of a round length, whatever order the clock left', async () => {
  const { reads } = await openWith([5, 0, 3.2, 59.9].map((sec) => at(sec, storedFrame())));
  const { fromMs, stepMs, counts } = await reads.events.histogram({}, 13);
  expect({ fromMs, stepMs }).toEqual({ fromMs: startMs, stepMs: 5_000 });
  expect(counts).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  const part = await reads.events.histogram({ sinceMs: startMs + 1_000, untilMs: startMs + 6_000 }, 6);
  expect(part).toMatchObject({ fromMs: startMs + 1_000, stepMs: 1_000 });
  expect(part.counts).toEqual([0, 0, 1, 0, 1]);
});

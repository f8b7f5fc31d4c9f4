import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { traceFrameEvent } from '../../../../src/main/cli/output/trace-frame-event.ts';
import { noNotes, readEventFile } from '../../../../src/main/core/event-files/read-event-file.ts';
import { markReads } from '../../../../src/main/core/findings/marks/mark-store.ts';
import { rulesVersion } from '../../../../src/main/core/findings/marks/marks.ts';
import type { AnalysedEvent } from '../../../../src/main/core/monitor/frame-facts.ts';
import { causes, verdicts } from '../../../../src/shared/events/event-names.ts';
import type { StampedEvent } from '../../../../src/shared/events/events.ts';
import { heard, openEventDatabase } from '../../../support/event-database.ts';
import { connectionEnd, result, storedFrame, type FrameSketch } from '../../../support/frames.ts';
import { inProcess } from '../../../support/in-process.ts';
import { describeWith } from '../../../support/machine/needs.ts';
import { marksOfWhole, marksOver, storedMarks } from '../../../support/mark-events.ts';
import { sharedData } from '../../../support/shared-data.ts';

const stamped = ({ seq: _seq, ...event }: AnalysedEvent): StampedEvent => ({ reason: null, ...event });
const words = (n: number): string =>
  `let us talk about ${['goals', 'tests', 'plans', 'budget'][n % 4]} of team ${n}`;

/** Two meetings that take turns, with each fault there is, and one that goes on after the other has ended. */
function meetings(): StampedEvent[] {
  const old = (text: string): object => ({ ...result(text), type: 'transcription_result' });
  const faults = (sessionId: string, from: number): FrameSketch[] => {
    const at = (atMs: number, message: object, more: Partial<FrameSketch> = {}): FrameSketch => ({
      atMs: from + atMs,
      message,
      sessionId,
      connection: `${sessionId}-1`,
      ...more,
    });
    const second = { connection: `${sessionId}-2`, generation: 2 };
    const chunk = { type: 'AUDIO_CHUNK', data: 'AAAA', chunkId: 'k1' };
    return [
      at(0, { type: 'HANDSHAKE_ACK', serverVersion: '1', status: 'ready', timestamp: 't' }),
      at(1, { type: 'HANDSHAKE', clientType: 'desktop_app' }, { direction: 'out' }),
      at(2, { type: 'HANDSHAKE_ACK', serverVersion: '1', status: 'ready' }),
      at(100, result(words(0))),
      at(101, old(words(0))),
      at(900, result(words(1))),
      at(990, result(words(1))),
      at(20_000, result(words(2), { trigger_reason: 'timeout', timestamp: 'a' })),
      at(22_000, result(words(2), { is_final: true, timestamp: 'b' })),
      at(23_000, result('said to two listeners at once'), { deliveries: 2 }),
      at(24_000, chunk, { direction: 'out' }),
      at(24_100, chunk, { direction: 'out' }),
      at(26_000, result('heard on the microphone as well', { track: 'microphone' })),
      at(26_300, result('heard on the microphone as wel', { track: 'system' })),
      at(40_000, result('we should ship this on friday evening')),
      at(50_000, result('we should ship this on friday evenin', { timestamp: 'c' })),
      at(60_000, result('on both sockets at once', { timestamp: 'd' })),
      at(60_010, result('on both sockets at once', { timestamp: 'd' }), second),
      at(60_020, result('the first one is alive', { timestamp: 'e' })),
      at(61_000, {
        type: 'MEETING_UPDATE',
        data: { meetingId: 'm', participants: [], latestTranscript: words(3) },
      }),
    ];
  };
  const frames = [...faults('s-1', 0), ...faults('s-2', 10_000), ...faults('s-1', 200_000)].sort(
    (a, b) => a.atMs - b.atMs,
  );
  const late = (atMs: number, message: object, generation: number): FrameSketch => ({
    ...{ atMs, message, generation, sessionId: 's-1', connection: `s-1-${generation}` },
  });
  const invalid = { type: 'TRANSCRIPTION_RESULT', data: { speaker: 'A' } };
  return [
    ...[...frames, late(390_000, result('said before the line was cut'), 3)].map((one) =>
      storedFrame(one, 1),
    ),
    connectionEnd(400_000, 3, 1),
    ...[late(401_000, result('said before the line was cut'), 4), late(500_000, invalid, 4)].map((one) =>
      storedFrame(one, 1),
    ),
  ].map(stamped);
}

async function traceEvents(name: string): Promise<StampedEvent[]> {
  const events: StampedEvent[] = [];
  for await (const page of readEventFile(join(sharedData.traces, name), noNotes(), traceFrameEvent))
    events.push(...page.map((event) => stamped(event.stored())));
  return events;
}

/** Stores and marks the events part by part, each part by a thread that knows nothing of those before. */
async function marksInParts(events: readonly StampedEvent[], cuts: readonly number[]) {
  const { db, writes } = await openEventDatabase();
  for (const [index, cut] of [0, ...cuts].entries()) {
    const part = events.slice(cut, cuts[index] ?? events.length);
    if (part.length > 0) await writes.events.insert(part);
    await marksOver({ marks: inProcess(markReads(db)) }, writes).markAll();
  }
  return { stored: storedMarks(db), whole: marksOfWhole(db) };
}

describe('marks', () => {
  test('are those of one whole analysis, wherever it was left and gone on with', async () => {
    const events = meetings();
    for (const cuts of [[...events.keys()].slice(1), [13, 14, 37], []]) {
      const { stored, whole } = await marksInParts(events, cuts);
      expect(stored, `left at ${cuts.join()}`).toEqual(whole);
      expect(whole.length).toBeGreaterThan(20);
    }
  });

  test('of a stream with every fault are those of these rules: other ones need another `rulesVersion`', async () => {
    const { whole } = await marksInParts(meetings(), []);
    const kinds = new Set(whole.map((mark) => mark.split(' ')[0]));
    expect([...verdicts, ...causes].filter((kind) => !kinds.has(kind))).toEqual(['id-reused', 'unexplained']);
    const digest = createHash('sha256').update(whole.join('\n')).digest('hex').slice(0, 16);
    expect({ rulesVersion, digest }).toMatchInlineSnapshot(`
      {
        "digest": "ace87321a6b47898",
        "rulesVersion": 1,
      }
    `);
  });

  test('go with their events, and are not stored for events that went meanwhile', async () => {
    const { db, reads, writes } = await openEventDatabase();
    await writes.events.insert(meetings());
    await marksOver(reads, writes).markAll();
    expect(storedMarks(db).length).toBeGreaterThan(20);
    await writes.events.deleteOfSession('s-1', 1_000);
    const left = db.prepare(
      'SELECT count(*) FROM event_marks WHERE event_seq NOT IN (SELECT seq FROM events)',
    );
    expect(left.pluck().get()).toBe(0);
    expect(storedMarks(db).length).toBeGreaterThan(10);

    const { markedSeq } = await reads.marks.markProgress();
    await writes.events.deleteOfSession('s-2', 1_000);
    const part = { rulesVersion, fromSeq: markedSeq, toSeq: markedSeq + 1 };
    expect(await writes.marks.storeMarks({ ...part, changes: [['echo', 3, true]] })).toBe(true);
    expect(storedMarks(db)).toEqual([]);
  });

  test('stay as they were decided when what they were decided by is deleted', async () => {
    const { db, reads, writes } = await openEventDatabase();
    const first = { ...heard('again and again'), sessionId: 's-1' };
    await writes.events.insert([first, { ...first, sessionId: 's-2' }]);
    await marksOver(reads, writes).markAll();
    await writes.events.deleteOfSession('s-1', 10);
    await writes.events.insert([{ ...heard('other words'), sessionId: 's-2' }]);
    await marksOver({ marks: inProcess(markReads(db)) }, writes).markAll();
    expect(storedMarks(db)).toContain('duplicate 2');
  });

  test('are made once when two processes are at it', async () => {
    const { db, reads, writes } = await openEventDatabase();
    const other = { marks: inProcess(markReads(db)) };
    await writes.events.insert(meetings());
    await Promise.all([marksOver(reads, writes).markAll(), marksOver(other, writes).markAll()]);
    expect(storedMarks(db)).toEqual(marksOfWhole(db));
    const progress = await reads.marks.markProgress();
    expect(progress.markedSeq).toBe(progress.lastSeq);
  });

  test('of other rules are taken away and made anew', async () => {
    const { db, reads, writes } = await openEventDatabase();
    await writes.events.insert(meetings());
    db.exec('UPDATE event_mark_progress SET rules_version = 77, marked_seq = 100');
    db.exec("INSERT INTO event_marks VALUES ('echo', 1, 0)");
    expect(await marksOver(reads, writes).progress()).toMatchObject({ markedSeq: 64, lastSeq: 64 });
    expect(storedMarks(db)).toEqual(marksOfWhole(db));
  });

  test('are waited for while few are missing, and told of while many are', async () => {
    const { reads, writes } = await openEventDatabase();
    const many = Array.from({ length: 2_500 }, (_zero, n) => ({
      ...heard(`words ${n}`),
      wallMs: 1_700_000_000_000 + n,
      monoMs: n,
    }));
    await writes.events.insert(many);
    const marks = marksOver(reads, writes);
    expect(await marks.progress()).toEqual({ markedSeq: 0, firstSeq: 1, lastSeq: 2_500 });
    await marks.markAll();
    await writes.events.insert(many.slice(0, 10));
    expect(await marks.progress()).toEqual({ markedSeq: 2_510, firstSeq: 1, lastSeq: 2_510 });
    await marks.stop();
  });
});

describeWith(['traces'], 'marks of traces of a real backend', () => {
  const names = readdirSync(sharedData.traces).filter((name) => name.endsWith('.jsonl'));
  test.each(names)('%s', async (name) => {
    const events = await traceEvents(name);
    const cuts = [0.1, 0.35, 0.5, 0.8].map((share) => Math.floor(events.length * share));
    const { stored, whole } = await marksInParts(events, cuts);
    expect(stored).toEqual(whole);
  });
});

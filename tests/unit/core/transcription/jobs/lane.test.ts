import { expect, test } from 'vitest';
import { EngineFailure } from '../../../../../src/main/core/speech/engine-failure.ts';
import type { SegmentEngine } from '../../../../../src/main/core/speech/engines/segment-engine.ts';
import { createLane } from '../../../../../src/main/core/transcription/jobs/lane.ts';
import type { LaneOptions } from '../../../../../src/main/core/transcription/jobs/lane-parts.ts';
import type { EngineDesk } from '../../../../../src/main/core/transcription/limits/engine-desk.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import type { EventDraft } from '../../../../../src/shared/events/events.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import {
  deskOf,
  detectorOf,
  jobsIn,
  loud,
  openTranscript,
  scriptedEngine,
  segment,
  type Scripted,
} from '../../../../support/transcribing.ts';

type Set = {
  segments?: number;
  answers?: Scripted[];
  /** What is heard in the audio of a segment. */
  isSpeech?: boolean;
  desk?: (engine: SegmentEngine) => EngineDesk;
} & Partial<Pick<LaneOptions, 'read' | 'patienceMs' | 'writes'>>;

async function openLane(set: Set = {}) {
  const store = await openTranscript();
  const { segments = 2 } = set;
  await store.writes.jobs.add(
    store.transcriptId,
    'system',
    Array.from({ length: segments }, (_, number) => segment(number)),
  );
  const clock = createFakeClock();
  const engine = scriptedEngine(set.answers);
  const lines: string[] = [];
  const sentences: string[] = [];
  const events: EventDraft[] = [];
  let looks = 0;
  const lane = createLane({
    transcriptId: store.transcriptId,
    sessionId: store.sessionId,
    desk: set.desk?.(engine) ?? deskOf(engine, clock),
    read: set.read ?? loud,
    language: null,
    vocabulary: [],
    speakers: {},
    reads: {
      ...store.reads,
      jobs: {
        ...store.reads.jobs,
        next: (id) => {
          looks += 1;
          return store.reads.jobs.next(id);
        },
      },
    },
    writes: set.writes ?? store.writes,
    clock,
    random: () => 1,
    record: (draft) => events.push(draft),
    patienceMs: set.patienceMs ?? 30_000,
    onLine: ({ text }) => lines.push(text),
    createDetector: () => Promise.resolve(detectorOf(set.isSpeech ?? false)),
    onAdded: () => undefined,
    onDone: () => undefined,
    onStatus: ({ sentence }) => sentences.push(sentence),
  });
  const stop = new AbortController();
  /** Lets time pass until it is over. */
  const outcome = async (running: ReturnType<typeof lane.run>) => {
    const end = { isReached: false };
    void running.finally(() => (end.isReached = true));
    while (!end.isReached) {
      await clock.advance(500);
      await new Promise(setImmediate);
    }
    return running;
  };
  /** Lets time pass, as real work has it: database and engine answer in between. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      await clock.advance(500);
      await new Promise(setImmediate);
    }
  };
  return {
    ...store,
    clock,
    engine,
    lane,
    lines,
    sentences,
    events,
    stop,
    outcome,
    pass,
    looks: () => looks,
    jobs: () => jobsIn(store.db),
  };
}

test('works the segments off in the order of the meeting, each with the words before it, and ends', async () => {
  const { lane, stop, outcome, lines, engine, jobs } = await openLane({ answers: ['hello all', 'and bye'] });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toEqual({ complete: true });
  expect(lines).toEqual(['hello all', 'and bye']);
  expect(engine.asked.map(({ prompt }) => prompt)).toEqual([null, 'hello all']);
  expect(jobs().map(({ state }) => state)).toEqual(['done', 'done']);
  expect(lane.counts()).toEqual({ sent: 2, delivered: 2, retried: 0, parked: 0 });
});

test('waits for segments until it is told that no more will come', async () => {
  const { lane, stop, pass, outcome, lines, writes, transcriptId, looks } = await openLane({ segments: 0 });
  const running = lane.run(stop.signal);
  await pass(60_000);
  // One look every five seconds, and the first.
  expect(looks()).toBeLessThanOrEqual(13);
  await writes.jobs.add(transcriptId, 'system', [segment(0)]);
  lane.wake();
  await pass(500);
  expect(lines).toEqual(['words 1']);
  lane.finish();
  expect(await outcome(running)).toEqual({ complete: true });
});

test('asks once more for a stretch of speech that came back without words, and puts its words in their place', async () => {
  const { lane, stop, outcome, lines, engine, jobs, reads, sessionId, transcriptId } = await openLane({
    isSpeech: true,
    answers: ['one two three four five', 'six seven eight nine ten', 'a b c d e f g h i j'],
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toEqual({ complete: true });
  expect(engine.asked.map(({ pcm }) => pcm.length / 16_000)).toEqual([10, 5.5, 10]);
  expect(lines).toEqual(['one two three four five', 'six seven eight nine ten', 'a b c d e f g h i j']);
  const stored = await reads.sessions.listTranscript(sessionId, transcriptId);
  expect(stored.map(({ startSec, endSec }) => [startSec, endSec])).toEqual([
    [0, 4.5],
    [4.5, 9],
    [15, 24.5],
  ]);
  expect(jobs().map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  // Each second of speech belongs to one job.
  expect(await reads.transcripts.list(sessionId)).toMatchObject([{ segments: 3, speechSec: 20 }]);
});

test('gives up on a stretch of which the second answer has a word or two, and flags them', async () => {
  const { lane, stop, outcome, engine, reads, sessionId, transcriptId } = await openLane({
    segments: 1,
    isSpeech: true,
    answers: ['one two', 'three', 'four'],
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toMatchObject({
    complete: false,
    sentence: expect.stringContaining('heard hardly any words in speech') as string,
  });
  expect(engine.asked).toHaveLength(2);
  const stored = await reads.sessions.listTranscript(sessionId, transcriptId);
  expect(stored.map(({ text, flags }) => [text, flags])).toEqual([
    ['one two', []],
    ['three', ['few-words']],
  ]);
});

test('takes no word twice where the second answer has only those of the first, and tells it', async () => {
  const { lane, stop, outcome, lines, events } = await openLane({
    segments: 1,
    isSpeech: true,
    answers: ['one two three four five', 'one two three four five'],
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toEqual({ complete: true });
  expect(lines).toEqual(['one two three four five']);
  expect(events.filter(({ type }) => type === 'receipt.note').map(({ reason }) => reason)).toEqual([
    expect.stringContaining('From 0:04 to 0:10, Scripted gave no words') as string,
  ]);
});

test('says where words are missing when the second answer has none', async () => {
  const { lane, stop, outcome, reads, sessionId } = await openLane({
    segments: 1,
    isSpeech: true,
    answers: ['one two three four five', ''],
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toMatchObject({
    complete: false,
    sentence: expect.stringContaining('without a word for speech from 0:04 to 0:10') as string,
  });
  const missing = await reads.transcripts.listMissing(sessionId);
  expect(missing.map(({ firstSample, endSample, isOver }) => [firstSample - 1, endSample, isOver])).toEqual([
    [4.5 * 16_000, 10 * 16_000, true],
  ]);
});

test('tries a failure again after a while, and parks the segment that fails five times', async () => {
  const failing = new EngineFailure('failing', 'The engine stumbled.');
  const { lane, stop, outcome, lines, engine, jobs } = await openLane({
    answers: [failing, failing, failing, failing, failing, 'the others go on'],
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toMatchObject({
    complete: false,
    sentence: expect.stringContaining(
      "1 of 2 segments couldn't be transcribed: The engine stumbled.",
    ) as string,
  });
  expect(engine.asked).toHaveLength(6);
  expect(lines).toEqual(['the others go on']);
  expect(jobs()).toMatchObject([{ state: 'parked', failures: 5 }, { state: 'done' }]);
  expect(lane.counts()).toEqual({ sent: 2, delivered: 1, retried: 4, parked: 1 });
});

test('stops asking an engine that refuses the key, for as long as nobody does something', async () => {
  const { lane, stop, pass, engine, sentences, jobs, outcome } = await openLane({
    answers: [new EngineFailure('key-refused', 'The key was refused.')],
  });
  const running = lane.run(stop.signal);
  await pass(120_000);
  expect(engine.asked).toHaveLength(1);
  expect(sentences.at(-1)).toBe('The key was refused. The audio is kept and will be transcribed then.');
  expect(jobs()).toMatchObject([{ state: 'waiting', reason: 'The key was refused.' }, { state: 'queued' }]);
  lane.finish();
  expect(await outcome(running)).toMatchObject({
    complete: false,
    sentence: expect.stringContaining('The key was refused.') as string,
  });
});

test('tries at once what was to be tried later when somebody wants it tried', async () => {
  const clock = createFakeClock();
  let desk: EngineDesk | undefined;
  const { lane, stop, pass, lines } = await openLane({
    segments: 1,
    answers: [new EngineFailure('limited', 'Too much.', { retryAfter: '3600' }), 'now then'],
    desk: (engine) => (desk = deskOf(engine, clock, { onRelease: () => lane.tryNow() })),
  });
  void lane.run(stop.signal);
  await pass(60_000);
  expect(lines).toEqual([]);
  desk?.release();
  await pass(500);
  expect(lines).toEqual(['now then']);
  stop.abort();
});

test('gives up once no more will come and the engine is to be asked later than anybody waits', async () => {
  const { lane, stop, outcome, jobs } = await openLane({
    answers: [new EngineFailure('limited', 'Too much.', { retryAfter: '3600' })],
    patienceMs: 30_000,
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toMatchObject({
    complete: false,
    code: 'engine-failed',
    sentence: expect.stringMatching(
      /^Too much\. Next try at \d\d:\d\d\. The audio is kept, so the session can be transcribed again\.$/,
    ) as string,
    action: { do: 'transcribe-session', sessionId: 's1' },
  });
  expect(jobs()).toMatchObject([{ state: 'waiting', failures: 0 }, { state: 'queued' }]);
});

test('a request that is cut off when it is stopped counts as lost, and the segment stays to be done', async () => {
  const { lane, stop, outcome, jobs, pass } = await openLane({
    answers: [
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    ],
  });
  const running = lane.run(stop.signal);
  await pass(500);
  stop.abort();
  expect(await outcome(running)).toMatchObject({ complete: false });
  expect(jobs()).toMatchObject([
    { state: 'queued', tries: 1, failures: 0, lost: 1 },
    { state: 'queued', tries: 0 },
  ]);
});

test('sends no silence, and does not call it silence when the recording is not all there', async () => {
  const { lane, stop, outcome, engine, events, jobs } = await openLane({
    read: (_source, firstSample, into) =>
      Promise.resolve(firstSample === 0 ? into.fill(0) : into.subarray(0, into.length / 2).fill(3_000)),
  });
  lane.finish();
  await outcome(lane.run(stop.signal));
  expect(engine.asked).toEqual([]);
  expect(events.map(({ type }) => type)).toEqual(['segment.left-out', 'segment.parked']);
  expect(jobs()).toMatchObject([
    { state: 'done' },
    { state: 'parked', reason: expect.stringContaining('5.0 of 10.0 s can be read') as string },
  ]);
});

test('settings that cannot be read are shown and waited for, not asked for in a storm', async () => {
  const clock = createFakeClock();
  let unreadable = true;
  const { lane, stop, pass, looks, sentences, events, lines } = await openLane({
    desk: (engine) =>
      deskOf(engine, clock, {
        maxInFlight: () =>
          unreadable
            ? Promise.reject(new AppError('storage-failed', "The settings file can't be used: EISDIR."))
            : Promise.resolve(1),
      }),
  });
  void lane.run(stop.signal);
  await pass(60_000);
  expect(looks()).toBeLessThanOrEqual(13);
  expect(sentences.at(-1)).toBe("The settings file can't be used: EISDIR. The audio is kept.");
  expect(events).toMatchObject([
    { type: 'engine.waiting', reason: "The settings file can't be used: EISDIR." },
  ]);
  unreadable = false;
  await pass(6_000);
  expect(lines).toEqual(['words 1', 'words 2']);
  stop.abort();
});

test('settings that stay unreadable are waited for no longer than anybody waits once no more will come', async () => {
  const { lane, stop, outcome } = await openLane({
    desk: (engine) =>
      deskOf(engine, createFakeClock(), {
        maxInFlight: () => Promise.reject(new AppError('storage-failed', "The settings can't be used.")),
      }),
  });
  lane.finish();
  expect(await outcome(lane.run(stop.signal))).toMatchObject({
    complete: false,
    sentence: expect.stringContaining("The settings can't be used.") as string,
  });
});

test('keeps words that a full disk takes late, and asks the engine no second time for them', async () => {
  let refusals = 20;
  const { lane, stop, outcome, engine, lines, sentences, jobs, writes } = await openLane({
    segments: 1,
    answers: ['paid for once'],
  });
  const finish = writes.jobs.finish;
  writes.jobs.finish = (jobId, result) => {
    refusals -= 1;
    return refusals > 0
      ? Promise.reject(new AppError('storage-failed', 'The disk is full.'))
      : finish(jobId, result);
  };
  const running = lane.run(stop.signal);
  lane.finish();
  expect(await outcome(running)).toEqual({ complete: true });
  expect(engine.asked).toHaveLength(1);
  expect(lines).toEqual(['paid for once']);
  expect(sentences).toContain('The disk is full. The audio is kept.');
  expect(jobs()).toMatchObject([{ state: 'done', tries: 1 }]);
});

test('a defect of ours ends it, and is not hidden by waiting', async () => {
  const { lane, stop, reads } = await openLane();
  reads.jobs.next = () => Promise.reject(new TypeError('x is not a function'));
  await expect(lane.run(stop.signal)).rejects.toThrow('x is not a function');
});

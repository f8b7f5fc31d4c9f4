import { expect, test } from 'vitest';
import type { SpeechDetector } from '../../../../../src/main/core/ports/ports.ts';
import {
  createSessionTranscription,
  type TranscriptionOptions,
} from '../../../../../src/main/core/transcription/jobs/session-transcription.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { secToSamples, speechWindowSamples, type SourceName } from '../../../../../src/shared/sound/audio.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import {
  deskOf,
  loud,
  openTranscript,
  scriptedEngine,
  type Scripted,
} from '../../../../support/transcribing.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

/** Calls every other six seconds speech; loud throughout. */
function createDetector(open: Set<SpeechDetector>): SpeechDetector {
  let windows = 0;
  const detector: SpeechDetector = {
    push(pcm) {
      return Array.from({ length: Math.floor(pcm.length / speechWindowSamples) }, () => {
        const sec = (windows * speechWindowSamples) / secToSamples(1);
        windows += 1;
        return Math.floor(sec / 6) % 2 === 0;
      });
    },
    close: () => void open.delete(detector),
  };
  open.add(detector);
  return detector;
}

async function openSession(
  set: {
    answers?: Scripted[];
    sources?: SourceName[];
    broken?: boolean;
  } & Partial<TranscriptionOptions> = {},
) {
  const store = await openTranscript();
  const clock = createFakeClock();
  const engine = scriptedEngine(set.answers, 'evenly');
  const detectors = new Set<SpeechDetector>();
  const stop = new AbortController();
  const lines: string[] = [];
  let made = 0;
  const transcription = createSessionTranscription({
    sessionId: store.sessionId,
    transcriptId: Promise.resolve(store.transcriptId),
    desk: deskOf(engine, clock),
    tracks: { sources: set.sources ?? ['system'], read: loud, isLive: true },
    language: null,
    vocabulary: [],
    speakers: {},
    reads: store.reads,
    writes: store.writes,
    clock,
    random: () => 1,
    record: () => undefined,
    patienceMs: 1_000,
    createDetector() {
      made += 1;
      return set.broken === true && made === 2
        ? Promise.reject(new AppError('internal', "The detector can't be loaded."))
        : Promise.resolve(createDetector(detectors));
    },
    signal: stop.signal,
    onLine: ({ text }) => lines.push(text),
    onChange: () => undefined,
    ...set,
  });
  return { ...store, clock, engine, detectors, stop, lines, transcription };
}

test('cuts while it is recorded, transcribes what is cut, and ends with the rest', async () => {
  const { transcription, lines, engine, reads, detectors, clock } = await openSession();
  transcription.recorded(secToSamples(13));
  await waitUntil(async () => {
    await clock.advance(5_000);
    expect(lines).toEqual(['words 1']);
  });
  expect(transcription.counts()).toMatchObject({ captured: 1, sent: 1, delivered: 1, pending: 0 });
  transcription.recorded(secToSamples(18));
  transcription.finish();
  expect(await transcription.done).toEqual({ complete: true });
  expect(engine.asked).toHaveLength(2);
  expect([transcription.pendingSec(), detectors.size]).toEqual([0, 0]);
  expect(await reads.transcripts.listUnfinished()).toEqual([]);
  expect(transcription.status()).toMatchObject({ phase: 'idle', sentence: 'Everything is transcribed.' });
});

test('says how many seconds of segments have no words yet', async () => {
  const hanging: Scripted = () => new Promise(() => undefined);
  const { transcription, stop } = await openSession({ answers: [hanging] });
  transcription.recorded(secToSamples(13));
  await waitUntil(() => expect(transcription.counts().sent).toBe(1));
  expect(transcription.pendingSec()).toBeGreaterThan(5);
  expect(transcription.counts()).toMatchObject({ captured: 1, delivered: 0, pending: 1 });
  stop.abort();
});

test('what is stopped is not marked as cut, so that the rest is cut when it goes on', async () => {
  const { transcription, reads, stop, detectors } = await openSession();
  transcription.recorded(secToSamples(13));
  await waitUntil(() => expect(transcription.counts().delivered).toBe(1));
  stop.abort();
  expect(await transcription.done).toMatchObject({ complete: false });
  expect(await reads.transcripts.listUnfinished()).toMatchObject([{ isCut: false, done: 1 }]);
  expect(detectors.size).toBe(0);
});

test('a transcript that cannot be opened ends it with the reason, and the audio is kept', async () => {
  const transcriptId = Promise.reject(new AppError('storage-failed', 'The database is locked.'));
  transcriptId.catch(() => undefined);
  const { transcription } = await openSession({ transcriptId });
  expect(await transcription.done).toMatchObject({
    complete: false,
    code: 'storage-failed',
    sentence: 'Transcribing stopped: The database is locked. The audio is kept.',
  });
});

test('is over when nothing of it works any more, whichever part of it failed', async () => {
  const answer = Promise.withResolvers<string>();
  const { transcription, writes, engine } = await openSession({ answers: [() => answer.promise] });
  writes.transcripts.markCut = () => Promise.reject(new AppError('storage-failed', 'The disk is full.'));
  let isOver = false;
  void transcription.done.then(() => (isOver = true));
  transcription.recorded(secToSamples(13));
  transcription.finish();
  await waitUntil(() => expect(engine.asked).toHaveLength(1));
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(isOver).toBe(false);
  answer.resolve('the last words');
  expect(await transcription.done).toMatchObject({
    complete: false,
    sentence: expect.stringContaining('The disk is full.') as string,
  });
});

test('a lane that fails ends the cutting, and the rest is not called cut', async () => {
  const { transcription, reads, detectors } = await openSession();
  reads.jobs.next = () => Promise.reject(new TypeError('x is not a function'));
  transcription.recorded(secToSamples(13));
  expect(await transcription.done).toMatchObject({
    complete: false,
    sentence: expect.stringContaining('x is not a function') as string,
  });
  expect(detectors.size).toBe(0);
  expect(await reads.transcripts.listUnfinished()).toMatchObject([{ isCut: false }]);
});

test('a track that cannot be cut leaves no detector of another open', async () => {
  const { transcription, detectors } = await openSession({
    sources: ['system', 'microphone'],
    broken: true,
  });
  expect(await transcription.done).toMatchObject({
    complete: false,
    sentence: expect.stringContaining("The detector can't be loaded.") as string,
  });
  expect(detectors.size).toBe(0);
});

import type { Database } from 'better-sqlite3';
import { createEngineDesk, type EngineDesk } from '../../src/main/core/transcription/limits/engine-desk.ts';
import type { Segment } from '../../src/main/core/transcription/segments/segmenter.ts';
import type { EngineAnswer } from '../../src/main/core/speech/engine-answer.ts';
import { groqBilling } from '../../src/main/core/speech/cost.ts';
import {
  noLimits,
  type EngineRequest,
  type SegmentEngine,
} from '../../src/main/core/speech/engines/segment-engine.ts';
import type { Clock, SpeechDetector } from '../../src/main/core/ports/ports.ts';
import { secToSamples, speechWindowSamples } from '../../src/shared/sound/audio.ts';
import { openEventDatabase } from './event-database.ts';

/** A kept session with one transcript to work on, in the real schema. */
export async function openTranscript(engine = 'scripted') {
  const store = await openEventDatabase();
  const sessionId = 's1';
  await store.writes.sessions.create(
    {
      sessionId,
      meetingId: 'm',
      title: 'A meeting',
      mode: 'direct',
      target: null,
      engine,
      state: 'ended',
      reason: null,
      startedMs: 0,
      endedMs: 1,
      ownerPid: 1,
    },
    [{ source: 'system', path: 'recordings/s1/system.wav', samples: secToSamples(600) }],
  );
  const transcriptId = await store.writes.transcripts.open(sessionId, engine, 1);
  return { ...store, sessionId, transcriptId };
}

/** Ten seconds of speech, the `number`th of them, with five seconds of silence after it. */
export function segment(number: number, change: Partial<Segment> = {}): Segment {
  const sampleCount = secToSamples(10);
  return {
    spans: [{ firstSample: number * secToSamples(15), sampleCount }],
    overlapSamples: 0,
    continues: false,
    speechSamples: sampleCount,
    ...change,
  };
}

/** Loud enough to be worth a request; its samples are of no matter. */
export function loud(_source: unknown, _firstSample: number, into: Int16Array): Promise<Int16Array> {
  for (let i = 0; i < into.length; i += 1) into[i] = i % 2 === 0 ? 3_000 : -3_000;
  return Promise.resolve(into);
}

/** Hears speech all the time, or never. */
export const detectorOf = (isSpeech: boolean): SpeechDetector => ({
  push: (pcm) => Array<boolean>(Math.floor(pcm.length / speechWindowSamples)).fill(isSpeech),
  close: () => undefined,
});

/** What a request is answered with: words, or a failure; a function decides when it is asked. */
export type Scripted = string | Error | ((request: EngineRequest) => Promise<string>);

/** An engine whose answers the test writes, a word a second or over all of the audio. After the last of them it says what it was asked as the how-manieth. */
export function scriptedEngine(
  answers: Scripted[] = [],
  place: 'second-by-second' | 'evenly' = 'second-by-second',
): SegmentEngine & { asked: EngineRequest[] } {
  const asked: EngineRequest[] = [];
  return {
    name: 'scripted',
    title: 'Scripted',
    billing: groqBilling('whisper-large-v3'),
    limits: noLimits,
    asked,
    async transcribe(request) {
      asked.push(request);
      const next = answers.shift() ?? `words ${asked.length}`;
      if (next instanceof Error) throw next;
      const text = typeof next === 'string' ? next : await next(request);
      const eachSec = request.pcm.length / secToSamples(1) / text.split(' ').length;
      const lengths = place === 'evenly' ? { eachSec, lastsSec: eachSec } : { eachSec: 1, lastsSec: 0.5 };
      return { answer: answerOf(text, lengths), headers: {} };
    },
  };
}

function answerOf(text: string, { eachSec, lastsSec }: { eachSec: number; lastsSec: number }): EngineAnswer {
  const words = text.split(' ').map((word, at) => ({
    text: word,
    startSec: at * eachSec,
    endSec: at * eachSec + lastsSec,
  }));
  return { text, language: null, words, parts: null, hasBadTimes: false };
}

/** The desk of an engine that needs no settings. */
export function deskOf(
  engine: SegmentEngine,
  clock: Clock,
  change: Partial<Parameters<typeof createEngineDesk>[0]> = {},
): EngineDesk {
  return createEngineDesk({
    name: engine.name,
    makeEngine: () => Promise.resolve(engine),
    maxInFlight: () => Promise.resolve(2),
    listRequests: () => Promise.resolve([]),
    clock,
    onRelease: () => undefined,
    ...change,
  });
}

/** Every job of the database, as it is on disk. */
export function jobsIn(db: Database) {
  return db
    .prepare<[], { state: string; reason: string | null; tries: number; failures: number; lost: number }>(
      'SELECT state, reason, tries, failures, answers_lost AS lost FROM segment_jobs ORDER BY first_sample',
    )
    .all();
}

import { expect, test } from 'vitest';
import type { HeardLine } from '../../../../../src/main/core/transcription/words/heard-lines.ts';
import { secToSamples } from '../../../../../src/shared/sound/audio.ts';
import type { TranscriptLine } from '../../../../../src/shared/session/session.ts';
import { jobsIn, openTranscript, segment } from '../../../../support/transcribing.ts';

const request = { pid: 7, engine: 'scripted', nowMs: 1_000, billedSec: 10 };
const bill = { billedSec: 10, costUsd: 0.5 };

const line = (text: string): TranscriptLine => ({
  startSec: 1,
  endSec: 2,
  text,
  speaker: 'system',
  flags: [],
});
const answer = (text: string) => {
  const words = text.split(' ').map((word, at) => ({ text: word, startSec: at, endSec: at + 1 }));
  const heard: HeardLine = { startSec: 0, endSec: words.length, words, flags: [] };
  return { lines: [heard], shownFrom: 0, shownTo: words.length };
};

async function openJobs(segments: number) {
  const store = await openTranscript();
  const { writes, reads, transcriptId } = store;
  await writes.jobs.add(
    transcriptId,
    'system',
    Array.from({ length: segments }, (_, number) => segment(number)),
  );
  const next = async () => {
    const job = await reads.jobs.next(transcriptId);
    if (job === null) throw new Error('no job is left');
    return job;
  };
  const lines = async () => (await reads.sessions.listTranscript('s1', transcriptId)).map(({ text }) => text);
  return { ...store, next, lines };
}

test('a job is a segment as it was cut, and comes in the order of the meeting', async () => {
  const { next, writes } = await openJobs(2);
  const first = await next();
  expect(first).toMatchObject({
    track: 'system',
    firstSample: 0,
    endSample: secToSamples(10),
    spans: [{ firstSample: 0, sampleCount: secToSamples(10) }],
    state: 'queued',
    tries: 0,
    answer: null,
  });
  await writes.jobs.finish(first.id, { answer: answer('one'), lines: [], previous: null, bill });
  expect((await next()).firstSample).toBe(secToSamples(15));
});

test('the same segments added once more, after a lost answer, are there once', async () => {
  const { db, writes, transcriptId } = await openJobs(2);
  await writes.jobs.add(transcriptId, 'system', [segment(0), segment(1), segment(2)]);
  expect(jobsIn(db)).toHaveLength(3);
});

test('a request is noted with the start of its job, and a job is started by one only', async () => {
  const { next, writes, reads } = await openJobs(1);
  const job = await next();
  expect(await writes.jobs.start(job.id, request)).toBe(true);
  expect(await writes.jobs.start(job.id, { ...request, pid: 8 })).toBe(false);
  expect(await reads.requests.list('scripted', 0)).toEqual([{ sentMs: 1_000, billedSec: 10 }]);
  expect(await reads.jobs.listOwners(job.transcriptId)).toEqual([7]);
});

test('requests that no limit counts any more are forgotten, those of two days are kept', async () => {
  const { next, writes, reads } = await openJobs(2);
  const dayMs = 86_400_000;
  const first = await next();
  await writes.jobs.start(first.id, { ...request, nowMs: 0 });
  await writes.jobs.start((await next()).id, { ...request, nowMs: 2 * dayMs });
  expect(await reads.requests.list('scripted', 0)).toHaveLength(2);
  await writes.jobs.setAside(first.id, {
    state: 'queued',
    reason: null,
    untilMs: null,
    counts: false,
    lost: null,
    charged: null,
    released: null,
  });
  await writes.jobs.start(first.id, { ...request, nowMs: 2 * dayMs + 1 });
  expect((await reads.requests.list('scripted', 0)).map(({ sentMs }) => sentMs)).toEqual([
    2 * dayMs,
    2 * dayMs + 1,
  ]);
});

test('words and the state of their job are stored together, or neither', async () => {
  const { db, next, writes, lines } = await openJobs(1);
  const job = await next();
  await writes.jobs.start(job.id, request);
  const broken = { ...line('second'), text: null } as unknown as TranscriptLine;
  await expect(
    writes.jobs.finish(job.id, {
      answer: answer('first'),
      lines: [line('first'), broken],
      previous: null,
      bill,
    }),
  ).rejects.toThrow('NOT NULL');
  expect([await lines(), jobsIn(db)[0]?.state]).toEqual([[], 'running']);
  await writes.jobs.finish(job.id, { answer: answer('first'), lines: [line('first')], previous: null, bill });
  expect([await lines(), jobsIn(db)[0]?.state]).toEqual([['first'], 'done']);
});

test('a setback keeps why and until when, and what was paid for nothing', async () => {
  const { db, next, writes, reads } = await openJobs(1);
  const job = await next();
  await writes.jobs.start(job.id, request);
  await writes.jobs.setAside(job.id, {
    state: 'waiting',
    reason: 'no answer',
    untilMs: 5_000,
    counts: true,
    lost: bill,
    charged: null,
    released: null,
  });
  expect(await next()).toMatchObject({ state: 'waiting', reason: 'no answer', untilMs: 5_000, failures: 1 });
  expect(jobsIn(db)).toMatchObject([{ tries: 1, lost: 1 }]);
  expect(await reads.transcripts.list('s1')).toMatchObject([
    { segments: 1, waiting: 1, billedSec: 10, costUsd: 0.5, answersLost: 1, reason: 'no answer' },
  ]);
});

test('a segment that is parked shows the words that the one before had held back for it', async () => {
  const { next, writes, reads, lines } = await openJobs(2);
  const first = await next();
  const held = { ...answer('shown held'), shownTo: 1 };
  await writes.jobs.finish(first.id, { answer: held, lines: [line('shown')], previous: null, bill });
  const second = await next();
  await writes.jobs.setAside(second.id, {
    state: 'parked',
    reason: 'refused',
    untilMs: null,
    counts: true,
    lost: null,
    charged: null,
    released: { jobId: first.id, answer: { ...held, shownTo: 2 }, lines: [line('held')] },
  });
  expect(await lines()).toEqual(['shown', 'held']);
  const { previous } = await reads.jobs.neighboursOf(second);
  expect(previous?.answer?.shownTo).toBe(2);
  expect(await reads.jobs.next(second.transcriptId)).toBeNull();
});

test('another try is for what failed or waits, not for what has its words; and takes a cancelled one up', async () => {
  const { db, next, writes, reads, transcriptId } = await openJobs(3);
  const none = { untilMs: null, counts: true, lost: null, charged: null, released: null };
  await writes.jobs.finish((await next()).id, { answer: answer('one'), lines: [], previous: null, bill });
  await writes.jobs.setAside((await next()).id, { ...none, state: 'parked', reason: 'refused' });
  await writes.jobs.setAside((await next()).id, { ...none, state: 'waiting', reason: 'busy' });
  await writes.transcripts.cancel(transcriptId);
  expect(await reads.transcripts.listUnfinished()).toEqual([]);
  expect(await writes.jobs.retry(transcriptId)).toBe(2);
  expect(jobsIn(db)).toMatchObject([
    { state: 'done' },
    { state: 'queued', reason: null, failures: 0 },
    { state: 'queued', reason: null, failures: 0 },
  ]);
  expect(await reads.transcripts.listUnfinished()).toHaveLength(1);
});

test('jobs of a process that is gone are to be done again, those of one that runs are left to it', async () => {
  const { db, next, writes, transcriptId } = await openJobs(2);
  await writes.jobs.start((await next()).id, { ...request, pid: 7 });
  await writes.jobs.start((await next()).id, { ...request, pid: 8 });
  await writes.jobs.release(transcriptId, [8]);
  expect(jobsIn(db)).toMatchObject([
    { state: 'queued', lost: 1 },
    { state: 'running', lost: 0 },
  ]);
});

test('cutting goes on where it ended, and a transcript is finished when it is cut and nothing waits', async () => {
  const { next, writes, reads, transcriptId } = await openJobs(1);
  await writes.jobs.add(transcriptId, 'system', [segment(1, { continues: true })]);
  expect(await reads.jobs.cutUpTo(transcriptId, 'system')).toEqual({
    endSample: secToSamples(25),
    continues: true,
  });
  expect(await reads.jobs.cutUpTo(transcriptId, 'microphone')).toBeNull();
  for (let left = 2; left > 0; left -= 1)
    await writes.jobs.finish((await next()).id, { answer: answer('x'), lines: [], previous: null, bill });
  expect(await reads.transcripts.listUnfinished()).toHaveLength(1);
  await writes.transcripts.markCut(transcriptId);
  expect(await reads.transcripts.listUnfinished()).toEqual([]);
});

test('a session keeps one transcript an engine, until a further one is asked for', async () => {
  const { writes, transcriptId } = await openJobs(0);
  expect(await writes.transcripts.open('s1', 'scripted', 5)).toBe(transcriptId);
  expect(await writes.transcripts.open('s1', 'another', 5)).not.toBe(transcriptId);
  const further = await writes.transcripts.add('s1', 'scripted', 6);
  expect(await writes.transcripts.open('s1', 'scripted', 7)).toBe(further);
});

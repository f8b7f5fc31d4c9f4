import { describe, expect, test } from 'vitest';
import { showKeptProgress, showProgress } from '../../../../src/main/cli/output/progress.ts';
import type { Status } from '../../../../src/shared/session/status.ts';
import type { SessionSummary } from '../../../../src/shared/session/session.ts';
import { createTopicHub } from '../../../../src/shared/contract/topic-hub.ts';

describe('the line at the bottom of the terminal', () => {
  test('shows the time, the meters and what is delivered while a session is recorded', () => {
    const { topics, shown } = watch();
    topics.publish('status', status({ state: 'recording', mode: 'stream' }));
    expect(shown()).toBe('● 1:01  system -20 dB  2 of 4 chunks delivered');
  });

  test('speaks of segments where an engine makes the words, and of no meter once the capture is over', () => {
    const { topics, shown } = watch();
    topics.publish('status', status({ state: 'stopping', mode: 'direct' }));
    expect(shown()).toBe('● 1:01  2 of 4 segments transcribed');
  });

  test('says why it waits, before the latest words', () => {
    const { topics, shown } = watch();
    topics.publish('transcript', {
      sessionId: 'a',
      line: { startSec: 0, endSec: 1, text: 'good morning', speaker: 'system', flags: [] },
    });
    const sentence = 'Groq accepts no more right now (429).';
    topics.publish('status', {
      ...status({ state: 'recording', mode: 'direct' }),
      connection: { phase: 'waiting', sentence, attempt: 1, untilMs: 0 },
    });
    expect(shown()).toMatch(/\(429\)\. {2}“good morning”$/);
  });

  test.each([
    { columns: 30, length: 29 },
    { columns: 0, length: 79 },
    { columns: undefined, length: 79 },
  ])('fits a terminal of $columns columns', ({ columns, length }) => {
    const { topics, shown } = watch({ columns });
    const line = { startSec: 0, endSec: 1, text: 'and so on '.repeat(20), speaker: 'system', flags: [] };
    topics.publish('transcript', { sessionId: 'a', line });
    topics.publish('status', status({ state: 'recording', mode: 'direct' }));
    expect(shown()).toHaveLength(length);
    expect(shown().at(-1)).toBe('…');
  });

  test('is gone at the end', () => {
    const { topics, end, written } = watch();
    end();
    topics.publish('status', status({ state: 'recording', mode: 'direct' }));
    expect(written).toEqual(['']);
  });
});

describe('the same line for a kept session', () => {
  test('tells the segments that are done and what is going on', () => {
    const written: string[] = [];
    let progress: { segments: number; sentence: string } | null = null;
    const topics = createTopicHub();
    const tell = (): void => topics.publish('sessions', { sessionId: 'kept' });
    const core = { topics, transcription: { progressOf: (id: string) => (id === 'kept' ? progress : null) } };
    const end = showKeptProgress(core, { status: (text) => void written.push(text), columns: 80 }, 'kept');
    tell();
    expect(written).toEqual([]);
    progress = { segments: 3, sentence: 'Transcribing with Groq.' };
    tell();
    end();
    tell();
    expect(written).toEqual(['● 3 segments transcribed  Transcribing with Groq.', '']);
  });
});

function watch({ columns }: { columns: number | undefined } = { columns: 120 }) {
  const topics = createTopicHub();
  const written: string[] = [];
  const end = showProgress({ topics }, { status: (text) => void written.push(text), columns });
  return { topics, end, written, shown: () => written.at(-1) ?? '' };
}

function status(session: Pick<SessionSummary, 'state' | 'mode'>): Status {
  return {
    verdict: { level: 'good', headline: '', reason: '', next: null },
    session: {
      sessionId: 'a',
      meetingId: 'a',
      title: 'Planning',
      target: null,
      engine: null,
      reason: null,
      startedAt: '2026-11-24T10:00:00.000Z',
      endedAt: null,
      seconds: 61,
      undelivered: 0,
      hasWords: true,
      notes: '',
      tags: [],
      ...session,
    },
    connection: { phase: 'streaming', sentence: 'Streaming.' },
    levels: [{ source: 'system', state: 'present', peakDb: -10, rmsDb: -20.2, zeroSec: 0, quietSec: 0 }],
    chunks: { captured: 4, silent: 0, sent: 3, delivered: 2, unconfirmed: 0, retried: 0, pending: 2 },
    bytes: { out: 0, in: 0, plainOut: 0 },
    queuedSec: 0,
    recordedSec: 61,
    transcriptLines: 0,
    storedEvents: 0,
    storageProblem: null,
  };
}

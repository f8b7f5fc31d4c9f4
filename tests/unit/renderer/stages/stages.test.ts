import { expect, it } from 'vitest';
import { savedPercent, stagesOf } from '../../../../src/renderer/stages/stages.ts';
import type { Status } from '../../../../src/shared/session/status.ts';
import type { SessionSummary } from '../../../../src/shared/session/session.ts';

function status(mode: SessionSummary['mode'] | null, more: Partial<Status> = {}): Status {
  const session = mode === null ? null : ({ mode, state: 'recording' } as SessionSummary);
  return {
    verdict: { level: 'good', headline: '', reason: '', next: null },
    session,
    connection: { phase: 'idle', sentence: '' },
    levels: [],
    chunks: {
      captured: 1_200,
      silent: 200,
      sent: 1_000,
      delivered: 990,
      unconfirmed: 0,
      retried: 0,
      pending: 10,
    },
    bytes: { out: 0, in: 0, plainOut: 0 },
    queuedSec: 0,
    recordedSec: 1_200,
    transcriptLines: 7,
    storedEvents: 40,
    storageProblem: null,
    ...more,
  };
}

const valuesOf = (value: Status): string[] => stagesOf(value).map((stage) => stage.value);

it('counts how far the chunks of a stream came', () => {
  expect(valuesOf(status('stream'))).toEqual(['1,200', '1,000', '990', '7', '40']);
  expect(stagesOf(status('stream')).map(({ note }) => note)).toEqual([
    '200 silent, not sent',
    '',
    '10 not yet confirmed',
    '',
    '',
  ]);
});

it('counts time where nothing is streamed, and claims nothing about a target', () => {
  expect(valuesOf(status('capture-only'))).toEqual(['20:00', '–', '–', '–', '40']);
});

it('claims nothing before there was a session', () => {
  expect(valuesOf(status(null))).toEqual(['–', '–', '–', '–', '40']);
});

it('tells what was saved only once there is something to compare', () => {
  expect(savedPercent(status('stream'))).toBeNull();
  expect(savedPercent(status('stream', { bytes: { out: 40_000, in: 0, plainOut: 100_000 } }))).toBe(60);
  expect(savedPercent(status('stream', { bytes: { out: 120_000, in: 0, plainOut: 100_000 } }))).toBeNull();
});

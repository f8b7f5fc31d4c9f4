import { expect, it } from 'vitest';
import { sessionsTable } from '../../../../src/main/cli/commands/sessions.ts';
import type { SessionSummary } from '../../../../src/shared/session/session.ts';

const complete: SessionSummary = {
  sessionId: '20260302-090000-1a2b3c4d',
  meetingId: 'weekly_1',
  title: 'Weekly\twith a tab',
  mode: 'stream',
  target: 'built-in',
  engine: null,
  state: 'ended',
  reason: null,
  startedAt: '2026-03-02T09:00:00.000Z',
  endedAt: '2026-03-02T09:30:00.000Z',
  seconds: 1_800,
  undelivered: 0,
  hasWords: true,
  notes: '',
  tags: [],
};
const unsent: SessionSummary = { ...complete, undelivered: 3 };
const running: SessionSummary = { ...complete, state: 'recording', endedAt: null };
const kept: SessionSummary = { ...complete, mode: 'capture-only', target: null, hasWords: false };

it('tells one that lacks something apart from one that is complete, in the words of the page', () => {
  const lines = sessionsTable([complete, unsent, running, { ...complete, hasWords: false }], 'piped');
  const states = lines
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t').at(-2));
  expect(states).toEqual(['state', 'complete', 'incomplete', 'recording', 'no-words']);
});

it('has a column for the mode for programs, and at 80 columns room for titles', () => {
  expect(sessionsTable([kept], 'piped').split('\n')[1]?.split('\t').slice(2)).toEqual([
    '30:00',
    'capture-only',
    '-',
    'complete',
    'Weekly with a tab',
  ]);
  const lines = sessionsTable([kept, complete], 80).trimEnd().split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(lines[0]).toMatch(/^session .* title$/);
  expect(lines.join('\n')).toMatch(/capture-only .*complete .*Weekly/);
});

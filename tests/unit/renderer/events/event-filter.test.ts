import { expect, it } from 'vitest';
import {
  choiceOf,
  conditionsOf,
  matchesConditions,
  noFilter,
} from '../../../../src/renderer/events/filters/event-filter.ts';
import { localTime, wallMsOf } from '../../../../src/renderer/events/filters/local-time.ts';
import { storedFrame, storedGap } from '../../../support/event-database.ts';

it('asks for nothing that is empty, unknown or still being typed', () => {
  expect(conditionsOf(noFilter, null)).toEqual({});
  const typed = { minBytes: '-', maxBytes: '1e', kind: 'nonsense', cause: 'x', since: 'soon', text: '  ' };
  expect(conditionsOf({ ...noFilter, ...typed }, null)).toEqual({});
  expect(choiceOf({ nobody: 'x' })).toEqual(noFilter);
});

it('asks for all that is chosen, and for the session that the list is about before one that is chosen', () => {
  const choice = choiceOf({
    minBytes: '10',
    until: '2000',
    verdict: 'invalid',
    sessionId: 'a',
    target: ' t ',
  });
  const conditions = { minBytes: 10, untilMs: 2_000, verdict: 'invalid', target: 't' };
  expect(conditionsOf(choice, null)).toEqual({ ...conditions, sessionId: 'a' });
  expect(conditionsOf(choice, 'b')).toEqual({ ...conditions, sessionId: 'b' });
});

it('tells of a new event whether it belongs in the list', () => {
  const event = { seq: 1, ...storedFrame({ bytes: 100, wallMs: 5_000 }) };
  expect(matchesConditions(event, { minBytes: 100, maxBytes: 100, sinceMs: 5_000, untilMs: 5_001 })).toBe(
    true,
  );
  for (const miss of [
    { minBytes: 101 },
    { maxBytes: 99 },
    { sinceMs: 5_001 },
    { untilMs: 5_000 },
    { target: 'x' },
  ])
    expect(matchesConditions(event, miss)).toBe(false);
  expect(matchesConditions({ seq: 2, ...storedGap('x') }, { minBytes: 0 })).toBe(false);
});

it('shows a time on the clock of this machine and reads it back to the millisecond', () => {
  expect(wallMsOf(localTime('1700000000123'))).toBe('1700000000123');
  expect(localTime('')).toBe('');
  expect(localTime('1e99')).toBe('');
  expect(wallMsOf('soon')).toBe('');
});

import { expect, it } from 'vitest';
import { nextState } from '../../../../src/main/core/session/run/session-state.ts';
import { sessionStates } from '../../../../src/shared/session/session.ts';

it('lets a session go from start to end, and nowhere from its end', () => {
  expect(nextState(nextState(nextState('starting', 'recording'), 'stopping'), 'ended')).toBe('ended');
  for (const end of ['ended', 'failed', 'recovered'] as const) {
    for (const to of sessionStates)
      expect(() => nextState(end, to)).toThrow(`A session that is ${end} can't become ${to}`);
  }
});

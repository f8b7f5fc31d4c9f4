import type { SessionState } from '../../../../shared/session/session.ts';
import { AppError } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

const followers: Readonly<Record<SessionState, readonly SessionState[]>> = {
  starting: ['recording', 'failed', 'recovered'],
  recording: ['stopping', 'recovered'],
  stopping: ['ended', 'failed', 'recovered'],
  ended: [],
  failed: [],
  recovered: [],
};

/** @throws AppError `internal` for a step that a session cannot take. */
export function nextState(from: SessionState, to: SessionState): SessionState {
  if (followers[from].includes(to)) return to;
  throw new AppError('internal', sentence('session.wrong-step', { from, to }));
}

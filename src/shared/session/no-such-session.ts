import { AppError } from '../errors.ts';
import { sentence } from '../words/words.ts';

/** What everybody says who is asked about a session that does not exist. */
export function noSuchSession(sessionId: string): AppError {
  return new AppError('not-found', sentence('error.no-session', { sessionId }), {
    action: { do: 'list-sessions' },
  });
}

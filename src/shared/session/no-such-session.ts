import { AppError } from '../errors.ts';

/** What everybody says who is asked about a session that does not exist. */
export function noSuchSession(sessionId: string): AppError {
  return new AppError(
    'not-found',
    `There is no session "${sessionId}". "scrumbot sessions list" shows those there are.`,
  );
}

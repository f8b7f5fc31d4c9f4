import { AppError } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';
import type { Core } from '../../../core/core.ts';

// So many are named of a file that holds more.
const mostNamed = 5;

/**
 * The session that the frames of a file belong to. It is imported first, so that both sides can be compared; one that is in the
 * store already is not once more. Events keep the session that they were exported from, frames of a capture have the import's.
 * @throws AppError `bad-input` where no client speaks in it, or several sessions have one
 */
export async function sessionOfFile(file: string, path: string, core: Pick<Core, 'events'>): Promise<string> {
  const known: string[] = [];
  const sessions = new Set<string>();
  const report = await core.events.importFile(path, {
    onKnown({ earlier }) {
      if (earlier !== null) known.push(earlier.firstStored.sessionId ?? earlier.importId);
      return 'nothing';
    },
    onStored(events) {
      for (const { kind, direction, sessionId } of events)
        if (kind === 'frame' && direction === 'out' && sessionId !== null) sessions.add(sessionId);
    },
  });
  const [again] = known;
  if (again !== undefined) return again;
  const [session, ...others] = sessions;
  if (session !== undefined && others.length === 0) return session;
  if (session !== undefined)
    throw new AppError(
      'bad-input',
      sentence('cli.replay-which', {
        file,
        count: sessions.size,
        sessions: [...sessions].slice(0, mostNamed).join(', '),
        more: sessions.size > mostNamed,
      }),
    );
  // Where nothing was to be had from any line, the first of them says why.
  const [first] = report.imported === 0 ? report.problems : [];
  throw new AppError('bad-input', sentence('cli.replay-nothing', { file, why: first?.said ?? '' }));
}

import {
  verificationSessionPrefix,
  type PartId,
  type VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { soakSessions } from './begin-run.ts';

/** The sessions of a run, by the part that they belong to. */
export type RunSessions = {
  /** A new session's id. */
  open: (id: PartId) => string;
  /** Those of a part, as they come: the list grows while the part is done. */
  of(id: PartId): string[];
};

export function createRunSessions(run: VerificationRun): RunSessions {
  const sessions = new Map<PartId, string[]>([['soak', soakSessions(run)]]);
  // One that is gone on with must not write into sessions that it left half.
  const startOf = (run.unfinished?.starts ?? 1) > 1 ? `-start-${run.unfinished?.starts}` : '';

  return {
    open(id) {
      const all = sessions.get(id) ?? [];
      sessions.set(id, all);
      const nth = all.length === 0 ? '' : `-${all.length + 1}`;
      const sessionId = `${verificationSessionPrefix}${run.runId}${startOf}-${id}${nth}`;
      all.push(sessionId);
      return sessionId;
    },
    of(id) {
      // Three phases look at the one spoken meeting.
      const own = sessions.get(id);
      if (own !== undefined) return own;
      const all = id === 'monitoring' || id === 'traffic' ? (sessions.get('end-to-end') ?? []) : [];
      sessions.set(id, all);
      return all;
    },
  };
}

/**
 * One recording from Record to Stop, and what is kept of it.
 * Needs sources, tracks on disk, a target or an engine, and the event store, each as a value.
 * Owns the tables of sessions, tracks, gaps and transcript lines; audio files are recording's.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { exportTranscript } from '../../../shared/session/transcript/transcript-export.ts';
import { allOver } from '../lifecycle/lifecycle.ts';
import { recoverSessions, type RecoverOptions } from './recover-sessions.ts';
import { createSentFiles } from './sent-files.ts';
import { createSessionService, type SessionService, type SessionServiceOptions } from './session-service.ts';

export { reportOf } from './session-report.ts';

export type Sessions = SessionService & {
  /** Finishes what a crash or a power cut left open. */
  recover(): Promise<void>;
  /** The session that this process records now; `null` where it records none. */
  runningId(): string | null;
  /** The session is being recorded by this process. */
  isRecording(sessionId: string): boolean;
  /**
   * Lets others go on with what earlier sessions left undone: now, and whenever a recording of this process has ended
   * or something about it has changed.
   */
  nowAndWhenOver(others: readonly { resume(): Promise<void> }[]): void;
  handlers: Pick<Handlers, SessionCommand>;
};

type SessionCommand =
  | 'session.start'
  | 'session.stop'
  | 'session.stopWaiting'
  | 'session.switchTarget'
  | 'stream.tryNow'
  | 'sessions.list'
  | 'sessions.annotate'
  | 'sessions.show'
  | 'sessions.export'
  | 'sessions.delete'
  | 'files.send'
  | 'files.list'
  | 'files.remove';

export function startSessions(
  needs: Omit<SessionServiceOptions, 'onLine' | 'onListChange' | 'writes'> & {
    topics: TopicHub;
    recoverTrack: RecoverOptions['recoverTrack'];
    writes: { sessions: SessionServiceOptions['writes'] };
    /** A session was added, changed or removed. */
    onSessionChange: () => void;
  },
): Sessions {
  const { topics } = needs;
  const writes = needs.writes.sessions;
  const service = createSessionService({
    ...needs,
    writes,
    onLine: (sessionId, line) => topics.publish('transcript', { sessionId, line }),
    onListChange(sessionId) {
      topics.publish('sessions', { sessionId });
      needs.onSessionChange();
    },
  });
  const runningId = (): string | null =>
    service.isRunning() ? (service.current()?.summary().sessionId ?? null) : null;
  const files = createSentFiles({
    sessions: service,
    clock: needs.clock,
    onChange: (list) => topics.publish('files', list),
  });
  return {
    ...service,
    async shutDown() {
      await allOver([service.shutDown(), files.stop()]);
    },
    nowAndWhenOver(others) {
      const resume = (): void => {
        for (const one of others) void one.resume();
      };
      resume();
      topics.subscribe('sessions', ({ sessionId }) => {
        if (!service.isRunning() && service.current()?.summary().sessionId === sessionId) resume();
      });
    },
    recover: () =>
      recoverSessions({
        ...needs,
        reads: needs.reads.sessions,
        wireBytes: (sessionId) => needs.reads.events.wireBytes(sessionId),
        writes,
      }),
    runningId,
    isRecording: (sessionId) => runningId() === sessionId,
    handlers: {
      ...files.handlers,
      'session.start': (input) => service.start(input),
      'session.stop': () => service.stop(),
      'session.stopWaiting': () => {
        service.stopWaiting();
        return Promise.resolve({});
      },
      'session.switchTarget': ({ target, confirmed }) => service.switchTarget(target, confirmed),
      'stream.tryNow': () => {
        service.tryNow();
        return Promise.resolve({});
      },
      'sessions.list': ({ limit, ...wanted }) => service.list(limit, wanted),
      'sessions.annotate': ({ sessionId, ...annotation }) => service.annotate(sessionId, annotation),
      'sessions.show': ({ sessionId, transcriptId }) => service.show(sessionId, transcriptId),
      'sessions.export': async ({ sessionId, format, transcriptId }) =>
        exportTranscript(await service.show(sessionId, transcriptId), format),
      'sessions.delete': ({ sessionId }) => service.remove(sessionId),
    },
  };
}

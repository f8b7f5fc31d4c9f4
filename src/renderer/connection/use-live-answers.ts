import { useQueryClient } from '@tanstack/react-query';
import { useContext, useEffect } from 'react';
import type { SessionReport } from '../../shared/session/session.ts';
import { answerKey, BridgeContext, useTopic } from './bridge-hooks.ts';

/** Keeps the answers that a page holds as fresh as the topics are. */
export function useLiveAnswers(): void {
  const cache = useQueryClient();
  const client = useContext(BridgeContext);

  // What changed while the page was disconnected was told to nobody.
  useEffect(() => {
    if (client !== null) void cache.invalidateQueries();
  }, [cache, client]);

  useTopic('status', (status) => cache.setQueryData(answerKey('status.get', {}), status));

  useTopic('sessions', ({ sessionId }) => {
    void cache.invalidateQueries({ queryKey: ['sessions.list'] });
    // Whichever of its transcripts is shown.
    void cache.invalidateQueries({ queryKey: ['sessions.show', { sessionId }] });
    void cache.invalidateQueries({ queryKey: answerKey('transcripts.progress', { sessionId }) });
  });

  useTopic('sendings', (sendings) => cache.setQueryData(answerKey('sendings.list', {}), sendings));

  useTopic('settings', (settings) => {
    cache.setQueryData(answerKey('settings.get', {}), settings);
    void cache.invalidateQueries({ queryKey: ['targets.list'] });
  });
  useTopic('engines', () => void cache.invalidateQueries({ queryKey: ['engines.list'] }));

  useTopic('transcript', ({ sessionId, line }) => {
    const queryKey = answerKey('sessions.show', { sessionId });
    // An answer on its way may have been read before this line was written.
    if (cache.isFetching({ queryKey }) > 0) void cache.invalidateQueries({ queryKey });
    else
      cache.setQueryData<SessionReport>(
        queryKey,
        (report) => report && { ...report, transcript: [...report.transcript, line] },
      );
  });
}

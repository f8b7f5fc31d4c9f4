import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AnalysisReport } from '../../shared/events/findings.ts';
import { useAnswer, useStatus, useTopic } from '../connection/bridge-hooks.ts';
import { createFollower, type Follower } from '../connection/follower.ts';

const everyMs = 3_000;
const shown = { queryKey: ['analysis.run'], type: 'active' } as const;

/** The analysis of one session or of all, made again while new frames of it are recorded; the old one stays till then. */
export function useFindings(sessionId: string | null): UseQueryResult<AnalysisReport> {
  const cache = useQueryClient();
  const range = sessionId === null ? {} : { sessionId };
  // What came while nobody looked was told to nobody.
  const answer = useAnswer('analysis.run', { range }, { staleTime: 0 });
  const currentId = useStatus(({ session }) => session?.sessionId ?? null);
  const follower = useRef<Follower>(null);

  useEffect(() => {
    const following = createFollower(async () => {
      // An answer on its way may have been read before the newest frames were written.
      if (cache.isFetching(shown) > 0) await cache.refetchQueries(shown, { cancelRefetch: false });
      await cache.refetchQueries(shown);
    }, everyMs);
    follower.current = following;
    return () => following.stop();
  }, [cache]);

  // It does not say whose frames it saw. An older session gets new ones only when it is sent, and is told of then.
  useTopic('monitor', () => {
    if (sessionId === null || sessionId === currentId) follower.current?.tell();
  });
  useTopic('sessions', (changed) => {
    if (sessionId === null || sessionId === changed.sessionId) follower.current?.tell();
  });
  return answer;
}

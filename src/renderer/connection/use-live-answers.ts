import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useContext, useEffect } from 'react';
import type { CommandName, CommandOutput } from '../../shared/contract/contract.ts';
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

  useTopic('status', (status) => keepTold(cache, 'status.get', status));

  useTopic('sessions', ({ sessionId }) => {
    renewAnswers(cache, ['sessions.list']);
    // Whichever of its transcripts is shown.
    renewAnswers(cache, ['sessions.show', { sessionId }]);
    renewAnswers(cache, answerKey('transcripts.progress', { sessionId }));
  });

  useTopic('sendings', (sendings) => keepTold(cache, 'sendings.list', sendings));

  useTopic('settings', (settings) => {
    keepTold(cache, 'settings.get', settings);
    renewAnswers(cache, ['targets.list']);
  });
  useTopic('engines', () => renewAnswers(cache, ['engines.list']));

  useTopic('transcript', ({ sessionId, line }) => {
    const queryKey = answerKey('sessions.show', { sessionId });
    // An answer on its way may have been read before this line was written.
    if (cache.isFetching({ queryKey }) > 0) renewAnswers(cache, queryKey);
    else
      cache.setQueryData<SessionReport>(
        queryKey,
        (report) => report && { ...report, transcript: [...report.transcript, line] },
      );
  });
}

/** What a topic told is the answer to a command without input, or with `input`. */
export function keepTold<N extends CommandName>(
  cache: QueryClient,
  name: N,
  told: CommandOutput<N> | ((before: CommandOutput<N> | undefined) => CommandOutput<N> | undefined),
  input: object = {},
): void {
  const queryKey = answerKey(name, input as never);
  const isOnItsWay = cache.isFetching({ queryKey, exact: true }) > 0;
  cache.setQueryData<CommandOutput<N>>(queryKey, told as never);
  // An answer on its way may have been read before this was told, and would take its place.
  if (isOnItsWay) renewAnswers(cache, queryKey);
}

/** Asks again for what is looked at, as it has changed; and once more for what is on its way, as that may be older. */
export function renewAnswers(cache: QueryClient, queryKey: readonly unknown[]): void {
  // The first answer to a question is not given up for another one: that follows it.
  for (const query of cache.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
    if (query.state.data !== undefined) continue;
    const again = (): void => void cache.invalidateQueries({ queryKey: query.queryKey, exact: true });
    query.fetch().then(again, () => undefined);
  }
  void cache.invalidateQueries({ queryKey });
}
